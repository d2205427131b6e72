import { Switch, Text } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import styles from './switch-row.module.css';

interface SwitchRowProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  /** How many connections hang on it, in words. */
  readonly hangs: string;
  /** Stands beside it where there is room. */
  readonly aside?: ReactNode;
  readonly onTurn: (on: boolean) => void;
  /** What it means. */
  readonly children: ReactNode;
}

export function SwitchRow({ label, checked, disabled, hangs, aside, onTurn, children }: SwitchRowProps) {
  const meaning = useId();
  return (
    <div className={styles.row}>
      <div>
        <Switch
          size="md"
          label={label}
          classNames={{ label: styles.label ?? '' }}
          checked={checked}
          disabled={disabled}
          aria-describedby={meaning}
          onChange={(event) => onTurn(event.currentTarget.checked)}
        />
        <div id={meaning}>
          <Text size="sm" mt="xs" maw="38rem">
            {children}
          </Text>
          <Text size="sm" c="dimmed" mt={4}>
            {hangs}
          </Text>
        </div>
      </div>
      {aside}
    </div>
  );
}
