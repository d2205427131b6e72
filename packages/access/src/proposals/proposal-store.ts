import { notFound } from '@countersign/contracts/errors';
import type { DeedChange } from '@countersign/contracts/oversight/deed';
import { decodeCursor, toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** `lapsed` also where nobody has noticed it yet. */
const STATE = sql<string>`case when state = 'pending' and expires_at <= now() then 'lapsed' else state end`;

function proposals(tx: Tx) {
  return queries(tx)
    .selectFrom('proposal')
    .select([
      'id',
      'createdAt',
      'expiresAt',
      'tool',
      'module',
      'effect',
      'deed',
      'deedDigest',
      'signer',
      'askedBy',
      'throughName',
    ])
    .select(['connectionId', 'apiKeyId', 'userId', 'decidedAt', 'decidedBy', 'declineReason', 'deedId', 'result'])
    .select(STATE.as('state'));
}

export interface ProposalRow {
  readonly id: string;
  readonly state: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly tool: string;
  readonly module: string;
  readonly effect: string;
  readonly changes: readonly DeedChange[];
  /** Of what it would have done when it was asked. */
  readonly deedDigest: string;
  readonly signer: 'own' | 'other';
  readonly askedBy: 'rule' | 'connection';
  readonly throughName: string;
  readonly connectionId: string | null;
  readonly apiKeyId: string | null;
  readonly userId: string | null;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly declineReason: string | null;
  readonly deedId: string | null;
  readonly result: Record<string, unknown> | null;
}

function toRow({
  deed,
  ...row
}: Awaited<ReturnType<ReturnType<typeof proposals>['executeTakeFirstOrThrow']>>): ProposalRow {
  return { ...row, changes: deed as readonly DeedChange[] } as ProposalRow;
}

/** Whose proposals: of one connection or key, or all of the organization. */
export interface ProposalFilter {
  readonly principalId: string | null;
  readonly state?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listProposals(tx: Tx, { principalId, state, limit, cursor }: ProposalFilter) {
  const [createdAt, id] = decodeCursor(cursor, 2) ?? [];
  let list = proposals(tx);
  if (principalId) list = list.where('principalId', '=', principalId);
  if (state) list = list.where(STATE, '=', state);
  if (id) list = list.where(sql<boolean>`(created_at, id) < (${String(createdAt)}::timestamptz, ${String(id)}::uuid)`);
  const rows = await list
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = toPage(rows, limit, (row) => [row.createdAt, row.id]);
  return { ...page, items: page.items.map(toRow) };
}

/** Throws `not_found`, for another caller's too. */
export async function readProposal(tx: Tx, id: string, principalId: string | null): Promise<ProposalRow> {
  let found = proposals(tx).where('id', '=', id);
  if (principalId) found = found.where('principalId', '=', principalId);
  const row = await found.executeTakeFirst();
  if (!row) throw notFound('proposal');
  return toRow(row);
}

/** What became of it: withdrawn, or how it was decided before. Throws `not_found`, for another caller's too. */
export async function withdrawProposal(ctx: RequestContext, tx: Tx, id: string): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select withdraw_proposal(${ctx.organization.id}, ${id}, ${principalOf(ctx)}) as state`.execute(queries(tx));
  const state = rows[0]?.state ?? 'unknown';
  if (state === 'unknown') throw notFound('proposal');
  return state;
}

/** The connection or key that calls. */
export function principalOf(ctx: RequestContext): string {
  return ctx.connection?.id ?? ctx.actor.id;
}
