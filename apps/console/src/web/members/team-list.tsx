import { type MembersView, TEAM_NAME_LENGTH_MAX } from '@countersign/contracts/console-members';
import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import list from '../parts/list.module.css';
import type { Changing } from './changing.ts';
import { TeamRow } from './team-row.tsx';

interface TeamListProps {
  readonly view: MembersView;
  readonly changing: Changing;
}

export function TeamList({ view: { teams, members }, changing }: TeamListProps) {
  const [name, setName] = useState('');
  const create = (event: SubmitEvent) => {
    event.preventDefault();
    changing.make({ path: 'teams', body: { name } }, `The team ${name} is made.`, () => setName(''));
  };
  return (
    <Stack component="section" gap="sm" aria-labelledby="teams">
      <div>
        <Title order={2} size="h4" id="teams" tabIndex={-1}>
          Teams
        </Title>
        <Text size="sm" c="dimmed" mt={4}>
          {teams.length > 0
            ? 'Who leaves a team leaves it with their assistants: a connection narrowed to it is refused from its next request on.'
            : 'There is none yet. With teams, people can narrow an assistant to what one of them works on.'}
        </Text>
      </div>
      {teams.length > 0 && (
        <Paper component="ul" withBorder className={list.rows ?? ''}>
          {teams.map((team) => (
            <li key={team.id} className={list.row}>
              <TeamRow team={team} members={members} changing={changing} />
            </li>
          ))}
        </Paper>
      )}
      <form onSubmit={create}>
        <Group gap="sm" align="flex-end">
          <TextInput
            label="New team"
            required
            maxLength={TEAM_NAME_LENGTH_MAX}
            autoComplete="off"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={changing.pending}>
            Make the team
          </Button>
        </Group>
      </form>
    </Stack>
  );
}
