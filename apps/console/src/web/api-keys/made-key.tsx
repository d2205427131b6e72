import type { CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import { Alert, Button, Checkbox, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Connector } from '../connect/client-guide.ts';
import { GuideSteps } from '../connect/guide-steps.tsx';
import { Copyable } from '../parts/copyable.tsx';
import { useLeaveWarning } from '../parts/use-leave-warning.ts';
import { KEY_GUIDES } from './key-snippets.ts';

interface MadeKeyProps {
  readonly made: CreatedApiKeyView;
  readonly connector: Connector;
  /** Told when the person has the key, so that leaving loses nothing. */
  readonly onKept: () => void;
  readonly isKept: boolean;
  /** The person wants to leave without having kept it. */
  readonly isLeaving: boolean;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** The one time that a key is shown, with what each client needs of it. */
export function MadeKey({ made, connector, onKept, isKept, isLeaving, onStay, onLeave }: MadeKeyProps) {
  const [client, setClient] = useState(KEY_GUIDES[0]?.name ?? '');
  const guide = KEY_GUIDES.find(({ name }) => name === client);
  // The form that had the focus is gone, and may have been scrolled down.
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const dialog = top.current?.closest<HTMLElement>('[role=dialog]');
    dialog?.focus();
    dialog?.scrollTo(0, 0);
  }, []);
  useLeaveWarning(!isKept, () => {
    if (!isLeaving) onLeave();
  });

  return (
    <Stack gap="lg" ref={top}>
      <Text size="sm">
        <strong>This is the only time the key is shown.</strong> Put it where your program finds it, and nowhere that
        others read. Whoever has it can do what it may.
      </Text>
      <Copyable strong text={made.key} what="the API key" onCopied={onKept} />
      <Checkbox
        label="I have put the key in a safe place"
        checked={isKept}
        onChange={({ currentTarget }) => {
          if (currentTarget.checked) onKept();
        }}
      />
      <NativeSelect
        label="Ready to use in"
        value={client}
        onChange={({ currentTarget }) => setClient(currentTarget.value)}
        data={KEY_GUIDES.map(({ name }) => name)}
      />
      {guide && <GuideSteps steps={guide.steps(connector, made.key)} />}
      {isLeaving && (
        <Alert color="red" title="You have not copied the key yet" role="alert">
          <Text size="sm" mb="sm">
            It cannot be shown again. Without it this key is of no use, and you would revoke it and make another.
          </Text>
          <Group gap="sm">
            <Button size="xs" variant="default" onClick={onStay} data-autofocus>
              Back to the key
            </Button>
            <Button size="xs" color="red.9" onClick={onLeave}>
              Leave without it
            </Button>
          </Group>
        </Alert>
      )}
      {!isLeaving && (
        <Group justify="flex-end">
          <Button variant={isKept ? 'filled' : 'default'} onClick={onLeave}>
            Done
          </Button>
        </Group>
      )}
    </Stack>
  );
}
