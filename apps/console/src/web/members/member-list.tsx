import type { MembersView, MemberView } from '@countersign/contracts/console-members';
import type { Role } from '@countersign/contracts/scopes';
import { Button, Group, NativeSelect, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { counted } from '../parts/counted.ts';
import list from '../parts/list.module.css';
import { Moment } from '../parts/moment.tsx';
import { askRemoval, askRole } from './asked-change.ts';
import type { Changing } from './changing.ts';
import { LeaveButton } from './leave-button.tsx';
import { ROLE_NAMES } from './role-words.ts';

interface MemberListProps {
  readonly view: MembersView;
  readonly changing: Changing;
}

export function MemberList({ view: { members, organization }, changing }: MemberListProps) {
  return (
    <Stack component="section" gap="sm" aria-labelledby="members">
      <Title order={2} size="h4" id="members" tabIndex={-1}>
        {members.length === 1 ? '1 member' : `${members.length} members`}
      </Title>
      <Paper component="ul" withBorder className={list.rows ?? ''}>
        {members.map((member) => (
          <li key={member.id} className={list.row}>
            <MemberWords member={member} />
            <Group gap="xs" wrap="nowrap">
              <RoleChoice member={member} onChoose={(role) => changing.ask(askRole(member, role, organization.name))} />
              {member.isYou ? (
                <LeaveButton organization={organization} ending={member} />
              ) : (
                <Button
                  variant="default"
                  size="xs"
                  className={list.button ?? ''}
                  disabled={!member.removable}
                  onClick={() => changing.ask(askRemoval(member, organization.name))}
                >
                  Remove
                  <VisuallyHidden> {member.name}</VisuallyHidden>
                </Button>
              )}
            </Group>
          </li>
        ))}
      </Paper>
    </Stack>
  );
}

function MemberWords({ member: { name, email, teams, since, isYou, connections } }: { readonly member: MemberView }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {name} {isYou && <span className={list.own}>You</span>}
      </Text>
      <Text size="xs" c="dimmed">
        {email}
      </Text>
      <Text size="xs" c="dimmed">
        {teams.length > 0 && `In ${teams.join(', ')}. `}Joined <Moment at={since} />
        {connections > 0 && `, ${counted(connections, 'connection')}`}.
      </Text>
    </div>
  );
}

interface RoleChoiceProps {
  readonly member: MemberView;
  readonly onChoose: (role: Role) => void;
}

/** Shows the role that is, until another is confirmed. */
function RoleChoice({ member: { name, role, roles }, onChoose }: RoleChoiceProps) {
  if (roles.length < 2) return <Text size="sm">{ROLE_NAMES[role]}</Text>;
  return (
    <NativeSelect
      aria-label={`Role of ${name}`}
      size="xs"
      w="7.5rem"
      value={role}
      onChange={({ currentTarget }) => onChoose(currentTarget.value as Role)}
    >
      {roles.map((one) => (
        <option key={one} value={one}>
          {ROLE_NAMES[one]}
        </option>
      ))}
    </NativeSelect>
  );
}
