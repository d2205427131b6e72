import type { SignInView } from '@countersign/contracts/console-connect';
import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { Moment } from '../parts/moment.tsx';
import { browserName } from './browser-name.ts';
import styles from './sign-ins.module.css';

interface SignInRowProps {
  readonly signIn: SignInView;
  readonly onEnd: () => void;
}

export function SignInRow({ signIn, onEnd }: SignInRowProps) {
  const { isThis, address, userAgent, startedAt, lastSeenAt } = signIn;
  const browser = browserName(userAgent);
  return (
    <li className={styles.row}>
      <div>
        <Group gap="xs">
          <Text component="h3" fw={600} title={userAgent ?? undefined}>
            {browser}
          </Text>
          {isThis && <span className={styles.this}>This one</span>}
        </Group>
        <Text size="sm" c="dimmed" mt={2} className={styles.facts ?? ''}>
          {address ?? 'Unknown address'} · signed in <Moment at={startedAt} /> · last seen <Moment at={lastSeenAt} />
        </Text>
      </div>
      {!isThis && (
        <Button variant="default" size="xs" className={styles.end ?? ''} onClick={onEnd}>
          End
          <VisuallyHidden>
            {' '}
            {browser}, {address}
          </VisuallyHidden>
        </Button>
      )}
    </li>
  );
}
