import type { SignInView } from '@countersign/contracts/console-connect';
import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { Moment } from '../parts/moment.tsx';
import { browserName } from './browser-name.ts';
import styles from './sign-ins.module.css';

export const KIND_NAMES: Record<SignInView['kind'], string> = {
  console: 'Console',
  authorization_server: 'Sign-in page',
};

const KIND_MEANS: Record<SignInView['kind'], string> = {
  console: 'May see and change what these pages show.',
  authorization_server: 'May connect assistants and open the console without the password.',
};

interface SignInRowProps {
  readonly signIn: SignInView;
  readonly onEnd: () => void;
}

export function SignInRow({ signIn, onEnd }: SignInRowProps) {
  const { kind, isThis, isSameBrowser, address, userAgent, startedAt, lastSeenAt } = signIn;
  const browser = browserName(userAgent);
  return (
    <li className={styles.row}>
      <div>
        <Group gap="xs">
          <Text component="h3" fw={600} title={userAgent ?? undefined}>
            {browser}
          </Text>
          {isThis && <span className={styles.this}>This one</span>}
          {!isThis && isSameBrowser && <span className={styles.same}>Looks like this browser</span>}
        </Group>
        <Text size="sm" mt={2}>
          <strong>{KIND_NAMES[kind]}.</strong> {KIND_MEANS[kind]}
        </Text>
        <Text size="sm" c="dimmed" mt={2} className={styles.facts ?? ''}>
          {address ?? 'Unknown address'} · signed in <Moment at={startedAt} /> · last seen <Moment at={lastSeenAt} />
        </Text>
      </div>
      {!isThis && (
        <Button variant="default" size="xs" className={styles.end ?? ''} onClick={onEnd}>
          End
          <VisuallyHidden>
            {' '}
            {KIND_NAMES[kind]}, {browser}, {address}
          </VisuallyHidden>
        </Button>
      )}
    </li>
  );
}
