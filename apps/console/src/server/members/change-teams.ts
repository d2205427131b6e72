import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import { revokeConnections } from '@countersign/access/gate/revoke-connection';
import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/connections/named-statements';
import { newId } from '@countersign/runtime/ids';
import { z } from 'zod';
import type { Decider } from '../write-access/decide-requests.ts';

// Every function here runs in the transaction of an admin's change, which holds the organization's row, so none races another.

export async function createTeam(queries: Queries, organizationId: string, name: string, by: Decider): Promise<void> {
  await refuseTakenName(queries, organizationId, name);
  const id = newId();
  await queries.insertInto('team').values({ organizationId, id, name }).execute();
  await recordEvents(queries, [event('team.created', organizationId, id, by, { name })]);
}

export async function renameTeam(
  queries: Queries,
  organizationId: string,
  teamId: string,
  name: string,
  by: Decider,
): Promise<void> {
  const team = await teamOf(queries, organizationId, teamId);
  if (team.name === name) return;
  await refuseTakenName(queries, organizationId, name);
  await ofTeam(queries.updateTable('team').set({ name }), organizationId, teamId).execute();
  await recordEvents(queries, [event('team.renamed', organizationId, teamId, by, { before: team.name, after: name })]);
}

/** Ends the connections narrowed to it, each with its event. A team that keeps records stays: `conflict`. */
export async function deleteTeam(queries: Queries, organizationId: string, teamId: string, by: Decider): Promise<void> {
  const { name } = await teamOf(queries, organizationId, teamId);
  const narrowed = await queries
    .selectFrom('connection')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('teamId', '=', teamId)
    .where('revokedAt', 'is', null)
    .execute();
  const ids = narrowed.map(({ id }) => id);
  const revoked = await revokeConnections(queries, organizationId, ids, 'team');
  await ofTeam(queries.deleteFrom('team'), organizationId, teamId).execute().catch(refuseKept);
  await recordEvents(queries, [
    ...revoked.map(({ id, userId, clientId }) => ({
      action: 'connection.revoked' as const,
      organizationId,
      connectionId: id,
      userId,
      clientId,
      details: { reason: 'team' },
      ...by.origin,
    })),
    event('team.deleted', organizationId, teamId, by, { name, connections: revoked.length }),
  ]);
}

export async function joinTeam(
  queries: Queries,
  organizationId: string,
  teamId: string,
  userId: string,
  by: Decider,
): Promise<void> {
  await teamOf(queries, organizationId, teamId);
  const member = await queries
    .selectFrom('membership')
    .select('userId')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .executeTakeFirst();
  if (!member) {
    throw new AppError('not_found', 'The organization has no such member. Reload the page to see those it has.');
  }
  const [joined] = await queries
    .insertInto('teamMembership')
    .values({ organizationId, teamId, userId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('userId')
    .execute();
  if (joined) await recordEvents(queries, [{ ...event('team.joined', organizationId, teamId, by), userId }]);
}

/** Connections of theirs that are narrowed to it open nothing from now on, and open again if they come back. */
export async function leaveTeam(
  queries: Queries,
  organizationId: string,
  teamId: string,
  userId: string,
  by: Decider,
): Promise<void> {
  await teamOf(queries, organizationId, teamId);
  const [left] = z.uuid().safeParse(userId).success
    ? await queries
        .deleteFrom('teamMembership')
        .where('organizationId', '=', organizationId)
        .where('teamId', '=', teamId)
        .where('userId', '=', userId)
        .returning('userId')
        .execute()
    : [];
  if (left) await recordEvents(queries, [{ ...event('team.left', organizationId, teamId, by), userId }]);
}

function ofTeam<Q extends { where: (column: 'organizationId' | 'id', operator: '=', value: string) => Q }>(
  query: Q,
  organizationId: string,
  teamId: string,
): Q {
  return query.where('organizationId', '=', organizationId).where('id', '=', teamId);
}

async function teamOf(queries: Queries, organizationId: string, teamId: string): Promise<{ readonly name: string }> {
  const team = z.uuid().safeParse(teamId).success
    ? await queries
        .selectFrom('team')
        .select('name')
        .where('organizationId', '=', organizationId)
        .where('id', '=', teamId)
        .executeTakeFirst()
    : undefined;
  if (!team) throw new AppError('not_found', 'The organization has no such team. Reload the page to see those it has.');
  return team;
}

async function refuseTakenName(queries: Queries, organizationId: string, name: string): Promise<void> {
  const taken = await queries
    .selectFrom('team')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('name', '=', name)
    .executeTakeFirst();
  if (taken) throw new AppError('conflict', 'There is a team of this name already. Choose another name.');
}

const FOREIGN_KEY_VIOLATION = '23503';

/** Its records are not this role's to see; the database says that there are some. */
function refuseKept(error: unknown): never {
  if ((error as { code?: unknown }).code !== FOREIGN_KEY_VIOLATION) throw error;
  throw new AppError(
    'conflict',
    'The team still keeps records. Move them to another team first, or give the team another name.',
    { cause: error },
  );
}

function event(
  action: NewAuditEvent['action'],
  organizationId: string,
  teamId: string,
  by: Decider,
  details: Record<string, unknown> = {},
): NewAuditEvent {
  return { action, organizationId, details: { teamId, ...details }, ...by.origin };
}
