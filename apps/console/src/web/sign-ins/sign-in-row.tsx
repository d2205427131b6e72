import type { SignInView } from '@countersign/contracts/console-connect';
import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import list from '../parts/list.module.css';
import { Moment } from '../parts/moment.tsx';
import { browserName } from './browser-name.ts';

interface SignInRowProps {
  readonly signIn: SignInView;
  readonly onEnd: () => void;
}

export function SignInRow({ signIn, onEnd }: SignInRowProps) {
  const { isThis, address, userAgent, startedAt, lastSeenAt } = signIn;
  const browser = browserName(userAgent);
  return (
    <li className={list.row}>
      <div>
        <Group gap="xs">
          <Text component="h3" fw={600} title={userAgent ?? undefined}>
            {browser}
          </Text>
          {isThis && <span className={list.own}>This one</span>}
        </Group>
        <Text size="sm" c="dimmed" mt={2}>
          {address ?? 'Unknown address'} · signed in <Moment at={startedAt} /> · last seen <Moment at={lastSeenAt} />
        </Text>
      </div>
      {!isThis && (
        <Button variant="default" size="xs" className={list.button ?? ''} onClick={onEnd}>
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
