import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import styles from './address-line.module.css';
import { connectorHealthQuery } from './connector-health-query.ts';

interface AddressLineProps {
  /** The slug of the organization whose own address it is; the general address without. */
  readonly organization?: string | undefined;
  /** What is said of the address while it works: one line, or two where there is less room. */
  readonly children: string;
}

/** Stands above an address to copy. A warning takes its place, and no more room, while the check on the page says that it does not work. */
export function AddressLine({ organization, children }: AddressLineProps) {
  const { data: health } = useQuery(connectorHealthQuery(organization));
  return (
    <div className={styles.room}>
      {health?.failure ? (
        <Text size="sm" fw={600} c="var(--alert)" role="note" className={styles.line}>
          No assistant can connect here now: see the check above.
        </Text>
      ) : (
        <Text size="sm" c="dimmed" className={styles.line}>
          {children}
        </Text>
      )}
    </div>
  );
}
