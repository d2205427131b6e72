import { type MemberView, TEAM_NAME_LENGTH_MAX, type TeamView } from '@countersign/contracts/console-members';
import { Button, Group, NativeSelect, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { askTeamDeletion, askTeamExit } from './asked-change.ts';
import type { Changing } from './changing.ts';
import styles from './members.module.css';

interface TeamRowProps {
  readonly team: TeamView;
  readonly members: readonly MemberView[];
  readonly changing: Changing;
}

export function TeamRow({ team, members, changing }: TeamRowProps) {
  const [isRenaming, setIsRenaming] = useState(false);
  const others = members.filter(({ id }) => !team.members.some((member) => member.id === id));
  return (
    <Stack gap="sm" className={styles.team ?? ''}>
      <Group justify="space-between" gap="sm">
        {isRenaming ? (
          <RenameForm team={team} changing={changing} onClose={() => setIsRenaming(false)} />
        ) : (
          <>
            <Text fw={600}>{team.name}</Text>
            <Group gap="xs">
              <Button variant="default" size="xs" onClick={() => setIsRenaming(true)}>
                Rename
                <VisuallyHidden> {team.name}</VisuallyHidden>
              </Button>
              <Button variant="default" size="xs" onClick={() => changing.ask(askTeamDeletion(team))}>
                Delete
                <VisuallyHidden> {team.name}</VisuallyHidden>
              </Button>
            </Group>
          </>
        )}
      </Group>
      <Group component="ul" gap="xs" m={0} p={0} aria-label={`Members of ${team.name}`}>
        {team.members.map((member) => (
          <li key={member.id} className={styles.inTeam}>
            {member.name}
            <button
              type="button"
              className={styles.out}
              aria-label={`Take ${member.name} out of ${team.name}`}
              onClick={() => changing.ask(askTeamExit(team, member))}
            >
              ×
            </button>
          </li>
        ))}
        {team.members.length === 0 && (
          <Text component="li" size="sm" c="dimmed" style={{ listStyle: 'none' }}>
            Nobody is in it.
          </Text>
        )}
      </Group>
      {others.length > 0 && (
        <NativeSelect
          size="xs"
          w="14rem"
          maw="100%"
          aria-label={`Add somebody to ${team.name}`}
          value=""
          onChange={({ currentTarget }) => {
            const member = others.find(({ id }) => id === currentTarget.value);
            if (!member) return;
            const change = { path: `teams/${team.id}/members`, body: { memberId: member.id } };
            changing.make(change, `${member.name} is in ${team.name} now.`);
          }}
        >
          <option value="">Add a member…</option>
          {others.map(({ id, name, email }) => (
            <option key={id} value={id}>
              {name}, {email}
            </option>
          ))}
        </NativeSelect>
      )}
    </Stack>
  );
}

function RenameForm({ team, changing, onClose }: Omit<TeamRowProps, 'members'> & { readonly onClose: () => void }) {
  const [name, setName] = useState(team.name);
  const rename = (event: SubmitEvent) => {
    event.preventDefault();
    changing.make(
      { method: 'PATCH', path: `teams/${team.id}`, body: { name } },
      `${team.name} is called ${name} now.`,
      onClose,
    );
  };
  return (
    <form onSubmit={rename}>
      <Group gap="xs" align="flex-end">
        <TextInput
          label={
            <>
              New name
              <VisuallyHidden> of {team.name}</VisuallyHidden>
            </>
          }
          size="xs"
          required
          maxLength={TEAM_NAME_LENGTH_MAX}
          autoComplete="off"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Button type="submit" size="xs" disabled={changing.pending}>
          Save
        </Button>
        <Button variant="default" size="xs" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
