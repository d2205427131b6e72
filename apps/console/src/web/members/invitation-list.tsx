import type { InvitationView } from '@countersign/contracts/console-members';
import { Button, Group, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import list from '../parts/list.module.css';
import { Moment } from '../parts/moment.tsx';
import { askRevocation } from './asked-change.ts';
import type { Changing } from './changing.ts';
import { ROLE_NAMES } from './role-words.ts';

interface InvitationListProps {
  readonly invitations: readonly InvitationView[];
  readonly changing: Changing;
}

/** Who has been asked and has not answered. */
export function InvitationList({ invitations, changing }: InvitationListProps) {
  if (invitations.length === 0) return null;
  return (
    <Stack component="section" gap="sm" aria-labelledby="invitations">
      <Title order={2} size="h4" id="invitations" tabIndex={-1}>
        Invitations without an answer
      </Title>
      <Paper component="ul" withBorder className={list.rows ?? ''}>
        {invitations.map((invitation) => (
          <li key={invitation.id} className={list.row}>
            <InvitationWords invitation={invitation} />
            <Group gap="xs">
              <Button
                variant="default"
                size="xs"
                disabled={changing.pending}
                onClick={() =>
                  changing.make(
                    { path: `invitations/${invitation.id}/resend` },
                    `The invitation of ${invitation.email} is sent again.`,
                  )
                }
              >
                Send again
                <VisuallyHidden> to {invitation.email}</VisuallyHidden>
              </Button>
              <Button variant="default" size="xs" onClick={() => changing.ask(askRevocation(invitation))}>
                Take back
                <VisuallyHidden> the invitation of {invitation.email}</VisuallyHidden>
              </Button>
            </Group>
          </li>
        ))}
      </Paper>
    </Stack>
  );
}

function InvitationWords({ invitation }: { readonly invitation: InvitationView }) {
  const { email, role, teams, invitedBy, sentAt, expiresAt, expired } = invitation;
  return (
    <div>
      <Text size="sm" fw={600}>
        {email}
      </Text>
      <Text size="xs" c="dimmed">
        {ROLE_NAMES[role]}
        {teams.length > 0 && `, in ${teams.join(', ')}`}. Sent by {invitedBy?.name ?? 'an API key'},{' '}
        <Moment at={sentAt} />. {expired ? 'Expired' : 'Expires'} <Moment at={expiresAt} />.
      </Text>
    </div>
  );
}
