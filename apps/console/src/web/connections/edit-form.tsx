import type { ConnectionView } from '@countersign/contracts/console-api';
import {
  CONNECTION_NAME_LENGTH_MAX,
  type ConnectionChange,
  type ConnectionSettingsView,
} from '@countersign/contracts/console-connections';
import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useEdit } from '../api/connections.ts';
import { ScopeSwitches } from './scope-switches.tsx';

interface EditFormProps {
  readonly settings: ConnectionSettingsView;
  readonly onSaved: (connection: ConnectionView) => void;
  readonly onClose: () => void;
}

export function EditForm({ settings, onSaved, onClose }: EditFormProps) {
  const { connection, clientName, teams } = settings;
  const edit = useEdit(connection.id);
  const approved = new Set(connection.scopes.map(({ scope }) => scope));
  const before = {
    name: settings.givenName ?? '',
    teamId: settings.teamId,
    write: approved.has('mcp:write'),
    billingWrite: approved.has('mcp:write:billing'),
  };
  const [form, setForm] = useState(before);
  // The dialog has opened before there was a field to go to.
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const set = (change: Partial<typeof before>) => setForm((now) => ({ ...now, ...change }));

  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const billingWrite = form.write && form.billingWrite;
    // Only what was touched, so that a change made elsewhere meanwhile is not undone.
    const wish: ConnectionChange = {
      name: form.name === before.name ? undefined : form.name,
      teamId: form.teamId === before.teamId ? undefined : form.teamId,
      write: form.write === before.write ? undefined : form.write,
      billingWrite: billingWrite === before.billingWrite ? undefined : billingWrite,
    };
    edit.mutate(wish, { onSuccess: onSaved });
  };

  return (
    <form onSubmit={save}>
      <Stack gap="lg">
        <TextInput
          ref={first}
          label="Name"
          description={`What you call it. Empty, it goes by ${clientName}.`}
          placeholder={clientName}
          maxLength={CONNECTION_NAME_LENGTH_MAX}
          autoComplete="off"
          value={form.name}
          onChange={({ currentTarget }) => set({ name: currentTarget.value })}
          data-autofocus
        />
        {(teams.length > 0 || form.teamId !== null) && (
          <NativeSelect
            label="Team"
            description="With a team, the client sees that team’s work only."
            value={form.teamId ?? ''}
            onChange={({ currentTarget }) => set({ teamId: currentTarget.value || null })}
          >
            <option value="">All teams</option>
            {teams.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </NativeSelect>
        )}
        <ScopeSwitches settings={settings} before={before} form={form} onTurn={set} />
        {edit.error && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {edit.error.message}
          </Text>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={edit.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
