import type { MadeClientView } from '@countersign/contracts/console-clients';
import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Copyable } from '../parts/copyable.tsx';
import { useLeaveWarning } from '../parts/use-leave-warning.ts';

interface MadeClientProps {
  readonly made: MadeClientView;
  readonly isKept: boolean;
  readonly onKept: () => void;
  /** The person wants to leave without having kept the secret. */
  readonly isLeaving: boolean;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** The one time that the secret is shown, with what the host's form asks for beside it. */
export function MadeClient({ made, isKept, onKept, isLeaving, onStay, onLeave }: MadeClientProps) {
  // The form that had the focus is gone.
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.closest<HTMLElement>('[role=dialog]')?.focus(), []);
  useLeaveWarning(!isKept, () => {
    if (!isLeaving) onLeave();
  });
  const beside = [
    ['Client id', made.client.id, 'the client id'],
    ['Authorization URL', made.authorizationUrl, 'the authorization URL'],
    ['Token URL', made.tokenUrl, 'the token URL'],
    ['Scopes', made.scopes, 'the scopes'],
  ] as const;
  return (
    <Stack gap="lg" ref={top}>
      <Text size="sm">
        <strong>This is the only time the secret is shown.</strong> Put it into the host’s form, and nowhere that others
        read.
      </Text>
      <Stack gap={4}>
        <Text size="sm" fw={600}>
          Client secret
        </Text>
        <Copyable strong text={made.secret} what="the client secret" onCopied={onKept} />
      </Stack>
      {beside.map(([label, text, what]) => (
        <Stack key={label} gap={4}>
          <Text size="sm" fw={600}>
            {label}
          </Text>
          <Copyable text={text} what={what} />
        </Stack>
      ))}
      <Checkbox
        label="I have put the secret in a safe place"
        checked={isKept}
        onChange={({ currentTarget }) => {
          if (currentTarget.checked) onKept();
        }}
      />
      {isLeaving ? (
        <Alert color="red" title="You have not copied the secret yet" role="alert">
          <Text size="sm" mb="sm">
            It cannot be shown again. Without it this client is of no use, and you would end it and make another.
          </Text>
          <Group gap="sm">
            <Button size="xs" variant="default" onClick={onStay} data-autofocus>
              Back to the secret
            </Button>
            <Button size="xs" color="red.9" onClick={onLeave}>
              Leave without it
            </Button>
          </Group>
        </Alert>
      ) : (
        <Group justify="flex-end">
          <Button variant={isKept ? 'filled' : 'default'} onClick={onLeave}>
            Done
          </Button>
        </Group>
      )}
    </Stack>
  );
}
