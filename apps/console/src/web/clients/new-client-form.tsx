import { CLIENT_NAME_LENGTH_MAX, type MadeClientView } from '@countersign/contracts/console-clients';
import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { CLIENT_HOSTS } from './client-hosts.ts';
import { useMakeClient } from './clients-query.ts';

/** What the form holds. */
export interface ClientDraft {
  readonly host: string;
  readonly name: string;
  readonly redirectUris: string;
}

export interface NewClientFormProps {
  readonly slug: string;
  /** What was filled in before a sign-in that the client asked for: it is made at once. */
  readonly kept: ClientDraft | undefined;
  readonly onRefused: (error: Error, draft: ClientDraft) => void;
  readonly onMade: (made: MadeClientView) => void;
  readonly onClose: () => void;
}

export function NewClientForm({ slug, kept, onRefused, onMade, onClose }: NewClientFormProps) {
  const make = useMakeClient(slug);
  const [first] = CLIENT_HOSTS;
  const [draft, setDraft] = useState<ClientDraft>(
    kept ?? { host: first?.name ?? '', name: first?.name ?? '', redirectUris: first?.redirectUri ?? '' },
  );
  const start = useRef<HTMLSelectElement>(null);
  useEffect(() => start.current?.focus(), []);
  const send = (wanted: ClientDraft) =>
    make.mutate(
      { name: wanted.name, redirectUris: wanted.redirectUris.split(/\s+/).filter((uri) => uri !== '') },
      { onSuccess: onMade, onError: (error) => onRefused(error, wanted) },
    );
  const sendKept = useEffectEvent(send);
  useEffect(() => {
    if (kept) sendKept(kept);
  }, [kept]);
  const choose = (name: string) => {
    const host = CLIENT_HOSTS.find((one) => one.name === name);
    const isKnown = host !== undefined && host.redirectUri !== '';
    setDraft({ host: name, name: isKnown ? name : '', redirectUris: host?.redirectUri ?? '' });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    send(draft);
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <NativeSelect
          ref={start}
          label="For"
          value={draft.host}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
          data={CLIENT_HOSTS.map(({ name }) => name)}
        />
        <TextInput
          label="Name"
          description="People see it when they allow the client."
          required
          maxLength={CLIENT_NAME_LENGTH_MAX}
          autoComplete="off"
          value={draft.name}
          onChange={({ currentTarget }) => setDraft({ ...draft, name: currentTarget.value })}
        />
        <Textarea
          label="Sent back to"
          description={`One address a line. ${CLIENT_HOSTS.find(({ name }) => name === draft.host)?.hint ?? ''}`}
          required
          autosize
          minRows={2}
          maxRows={6}
          value={draft.redirectUris}
          onChange={({ currentTarget }) => setDraft({ ...draft, redirectUris: currentTarget.value })}
        />
        {make.error && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {make.error.message}
          </Text>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={make.isPending}>
            Make the client
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
