import type { ConnectionView } from '@countersign/contracts/console-api';
import { Group, Stack, Table, Text } from '@mantine/core';
import { UnverifiedIcon, VerifiedIcon } from '../icons.tsx';
import list from '../parts/list.module.css';
import { Moment } from '../parts/moment.tsx';
import { OAUTH_SCOPE_BADGES } from './oauth-scope-badge.ts';
import { ScopeBadges } from './scope-badges.tsx';
import { whyWithheld } from './why-withheld.ts';

interface OfConnection {
  readonly connection: ConnectionView;
}

/** Still opens, or may yet. */
export function isLive({ state }: ConnectionView): boolean {
  return state === 'active' || state === 'unfinished';
}

export function ClientName({ connection: { client } }: OfConnection) {
  const { verifiedHost } = client;
  return (
    <Stack gap={2}>
      <Text fw={600}>{client.name}</Text>
      <Group gap={5} wrap="nowrap" align="flex-start" c="dimmed">
        {verifiedHost ? <VerifiedIcon size={15} /> : <UnverifiedIcon size={15} />}
        <Text size="xs" lh={1.35}>
          {verifiedHost ? `${verifiedHost}, verified` : `Registered itself, returns to ${client.redirectHost}`}
        </Text>
      </Group>
    </Stack>
  );
}

export function Where({ connection: { organization, team } }: OfConnection) {
  return (
    <Stack gap={2}>
      <Text size="sm">{organization.name}</Text>
      <Text size="xs" c="dimmed">
        {team ? `Team ${team}` : 'All teams'}
      </Text>
    </Stack>
  );
}

/** The scopes with what withholds them. `owner` names the person where it is not who reads it. */
export function Scopes({ connection, owner }: OfConnection & { readonly owner?: string | undefined }) {
  const { organization, scopes, readOnly } = connection;
  const badges = scopes.map(({ scope, withheldBy }) => ({
    ...OAUTH_SCOPE_BADGES[scope],
    withheld: withheldBy ? whyWithheld(withheldBy, organization.name, owner) : undefined,
  }));
  return (
    <Stack gap={5}>
      <ScopeBadges badges={badges} isLive={isLive(connection)} />
      {isLive(connection) && readOnly && (
        <Text size="xs" c="dimmed" lh={1.35} maw="17rem">
          Read-only by the address it was made at.
        </Text>
      )}
    </Stack>
  );
}

export function LastUsed({ connection: { lastUsedAt, state } }: OfConnection) {
  if (lastUsedAt) return <Moment at={lastUsedAt} />;
  return state === 'unfinished' ? 'Not finished' : 'Not yet';
}

/** When it was used and made and when it ends, for a row of a table. */
export function TimeCells({ connection }: OfConnection) {
  return (
    <>
      <Table.Td className={list.time}>
        <LastUsed connection={connection} />
      </Table.Td>
      <Table.Td className={list.time}>
        <Moment at={connection.createdAt} />
        {isLive(connection) && (
          <Text size="xs" c="dimmed">
            Expires <Moment at={connection.expiresAt} />
          </Text>
        )}
      </Table.Td>
    </>
  );
}

/** The same for the list of facts on a card. */
export function Times({ connection }: OfConnection) {
  return (
    <>
      <dt>Last used</dt>
      <dd>
        <LastUsed connection={connection} />
      </dd>
      <dt>Added</dt>
      <dd>
        <Moment at={connection.createdAt} />
      </dd>
      {isLive(connection) && (
        <>
          <dt>Expires</dt>
          <dd>
            <Moment at={connection.expiresAt} />
          </dd>
        </>
      )}
    </>
  );
}

const ENDINGS: Record<string, string> = {
  owner: 'Revoked by you',
  admin: 'Revoked by an admin',
  client: 'Disconnected by the client',
  replay: 'Stopped: a used refresh token came back',
  membership: 'Ended with your membership',
  team: 'Ended, because its team was deleted',
};

/** Why a connection opens nothing any more. */
export function Ending({ connection: { state, revoked, expiresAt } }: OfConnection) {
  if (revoked) {
    return (
      <>
        {ENDINGS[revoked.reason] ?? 'Revoked'} <Moment at={revoked.at} />
      </>
    );
  }
  if (state === 'membership_lost') return 'You are no longer a member';
  if (state === 'team_lost') return 'You are no longer in its team';
  return (
    <>
      Expired <Moment at={expiresAt} />
    </>
  );
}
