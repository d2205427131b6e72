import type { InvitationRequest, MembersView } from '@countersign/contracts/console-members';
import { INVITABLE_ROLES, type InvitableRole } from '@countersign/contracts/invitation';
import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Paper,
  Stack,
  Text,
  TextInput,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Changing } from './changing.ts';
import styles from './members.module.css';
import { ROLE_NAMES, ROLE_WORDS } from './role-words.ts';

interface InviteFormProps {
  readonly view: MembersView;
  readonly changing: Changing;
}

const EMPTY: InvitationRequest = { email: '', role: 'member', teamIds: [] };

/** Asks somebody in. They decide by a link in their mail, and nothing happens before. */
export function InviteForm({ view: { teams, organization }, changing }: InviteFormProps) {
  const [form, setForm] = useState(EMPTY);
  const set = (change: Partial<InvitationRequest>) => setForm((now) => ({ ...now, ...change }));

  const send = (event: SubmitEvent) => {
    event.preventDefault();
    changing.make({ path: 'invitations', body: form }, `${form.email} is invited.`, () => setForm(EMPTY));
  };

  return (
    <Paper component="form" withBorder p="lg" onSubmit={send} aria-labelledby="invite">
      <Stack gap="md">
        <div>
          <Title order={2} size="h4" id="invite">
            Invite somebody
          </Title>
          <Text size="sm" c="dimmed" mt={4}>
            They get a mail with a link, and decide within 7 days. Only a person with this address can accept.
          </Text>
        </div>
        <div className={styles.fields}>
          <TextInput
            label="E-mail"
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            value={form.email}
            onChange={({ currentTarget }) => set({ email: currentTarget.value })}
          />
          <NativeSelect
            label="Role"
            value={form.role}
            onChange={({ currentTarget }) => set({ role: currentTarget.value as InvitableRole })}
          >
            {INVITABLE_ROLES.map((role) => (
              <option key={role} value={role}>
                {ROLE_NAMES[role]}
              </option>
            ))}
          </NativeSelect>
        </div>
        <Text size="sm">{ROLE_WORDS[form.role]}</Text>
        {teams.length > 0 && (
          <Checkbox.Group label="Teams they join" value={[...form.teamIds]} onChange={(teamIds) => set({ teamIds })}>
            <Group gap="md" mt="xs">
              {teams.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </Group>
          </Checkbox.Group>
        )}
        <Group justify="flex-start">
          <Button type="submit" loading={changing.pending}>
            Invite
            <VisuallyHidden> to {organization.name}</VisuallyHidden>
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
