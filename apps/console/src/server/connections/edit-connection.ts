import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import { letWritesFinish } from '@countersign/access/gate/let-writes-finish';
import type { ConnectionChange, ConnectionSettingsView } from '@countersign/contracts/console-connections';
import { AppError } from '@countersign/contracts/errors';
import type { OAuthScope } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { changedApproval } from './changed-approval.ts';
import { connectionSettings } from './connection-settings.ts';
import { ownConnection } from './own-connection.ts';

/** What an owner can edit, as the event tells it. */
interface Editable {
  readonly approved: readonly OAuthScope[];
  readonly teamId: string | null;
  /** The team's name at the time; null for all teams. */
  readonly team: string | null;
  readonly name: string | null;
}

/**
 * Edits the person's own live connection and records what changed, in the caller's transaction. Waits for writes under way, so
 * once the commit is answered no write that relied on the state before can still commit. A change that changes nothing leaves
 * no trace. Throws `not_found` unless it is theirs, `conflict` when it has ended, and what consent would refuse it with.
 */
export async function editConnection(
  queries: Queries,
  userId: string,
  id: string,
  change: ConnectionChange,
  { now, origin }: { readonly now: Date; readonly origin: Partial<NewAuditEvent> },
): Promise<void> {
  const { organizationId, clientId } = await ownConnection(queries, userId, id);
  await letWritesFinish(queries, organizationId);
  await lockInOrder(queries, organizationId, userId, id);
  const settings = await connectionSettings(queries, userId, id, now);
  if (settings.connection.state !== 'active' && settings.connection.state !== 'unfinished') {
    throw new AppError(
      'conflict',
      'This connection has ended and cannot be edited. Connect the client again to go on.',
    );
  }
  const before = editableOf(settings);
  const after = changed(before, change, settings);
  const fields = (Object.keys(before) as (keyof Editable)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  if (fields.length === 0) return;
  await queries
    .updateTable('connection')
    .set({ approved: [...after.approved], teamId: after.teamId, name: after.name })
    .where('id', '=', id)
    .execute();
  await recordEvents(queries, [
    {
      action: 'connection.changed',
      organizationId,
      connectionId: id,
      clientId,
      userId,
      details: { before: only(fields, before), after: only(fields, after) },
      ...origin,
    },
  ]);
}

/** In the order of the resource server's gate, so that neither a switch, the role nor the connection can change underneath. */
async function lockInOrder(queries: Queries, organizationId: string, userId: string, id: string): Promise<void> {
  await queries.selectFrom('organization').select('id').where('id', '=', organizationId).forShare().execute();
  await queries
    .selectFrom('membership')
    .select('userId')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .forShare()
    .execute();
  await queries.selectFrom('connection').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

function editableOf({ connection, teamId, givenName }: ConnectionSettingsView): Editable {
  return { approved: connection.scopes.map(({ scope }) => scope), teamId, team: connection.team, name: givenName };
}

function changed(before: Editable, change: ConnectionChange, settings: ConnectionSettingsView): Editable {
  const { connection, teams, allowable } = settings;
  if (connection.readOnly && (change.write || change.billingWrite)) {
    throw new AppError(
      'conflict',
      'This connection was made at an address that ends in /readonly, so it can never change anything. Connect the client at the address without it to allow more.',
    );
  }
  const approved = changedApproval(before.approved, change, allowable);
  const name = change.name === undefined ? before.name : change.name || null;
  if (change.teamId === undefined || change.teamId === before.teamId) return { ...before, approved, name };
  if (change.teamId === null) return { approved, name, teamId: null, team: null };
  const team = teams.find(({ id }) => id === change.teamId);
  if (!team) throw new AppError('invalid_input', 'You cannot choose that team. Choose another one, or all teams.');
  return { approved, name, teamId: team.id, team: team.name };
}

function only(fields: readonly (keyof Editable)[], from: Editable): Partial<Editable> {
  return Object.fromEntries(fields.map((field) => [field, from[field]]));
}
