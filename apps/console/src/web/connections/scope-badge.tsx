import { Tooltip, VisuallyHidden } from '@mantine/core';
import styles from './scope-badge.module.css';

export interface ScopeBadgeProps {
  readonly label: string;
  readonly look: 'read' | 'write' | 'billing';
  /** What withholds it, as a sentence; it is struck through then. */
  readonly withheld?: string | undefined;
}

/** One thing that was allowed. */
export function ScopeBadge({ label, look, withheld }: ScopeBadgeProps) {
  if (withheld === undefined) return <span className={`${styles.badge} ${styles[look]}`}>{label}</span>;
  return (
    <Tooltip label={withheld}>
      <span className={`${styles.badge} ${styles.withheld}`}>
        {label}
        <VisuallyHidden>, withheld: {withheld}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}
