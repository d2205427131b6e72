import type { Tool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import type { Asking } from '@countersign/contracts/oversight/change-rules';
import type { DeedChange } from '@countersign/contracts/oversight/deed';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { plainAddress } from '../gate/key-gate.ts';
import { noticeOfProposal } from '../notices/proposal-waits.ts';

const DAYS = 7;

export interface Held {
  readonly tool: Tool;
  readonly input: Readonly<Record<string, unknown>>;
  readonly inputDigest: Buffer;
  readonly idempotencyKey: string | null;
  readonly asking: Asking;
  readonly changes: readonly DeedChange[];
  readonly deedDigest: string;
  readonly address: string;
}

/**
 * Leaves a proposal of a call that was tried, and a mail to whoever may sign it, in a transaction of its own; the same call's that waits already is found
 * instead. Throws `rate_limited` for a caller with too many waiting.
 */
export async function propose(
  ctx: RequestContext,
  tx: Tx,
  held: Held,
): Promise<{ readonly id: string; readonly expiresAt: string }> {
  const { tool, asking, inputDigest } = held;
  const db = queries(tx);
  const id = newId();
  const proposal = {
    tool: tool.name,
    module: tool.module,
    effect: tool.effect,
    input: held.input,
    idempotencyKey: held.idempotencyKey,
    deed: held.changes,
    deedDigest: held.deedDigest,
    signer: asking.signer,
    askedBy: asking.askedBy,
    principalId: ctx.connection?.id ?? ctx.apiKey?.id,
    connectionId: ctx.connection?.id ?? null,
    apiKeyId: ctx.apiKey?.id ?? null,
    userId: ctx.user?.id ?? null,
    throughName: ctx.connection?.clientName ?? ctx.apiKey?.name ?? '',
    address: plainAddress(held.address),
  };
  const { rows } = await sql<{ id: string | null }>`
    select propose(${ctx.organization.id}, ${id}, ${DAYS}, ${JSON.stringify(proposal)}::jsonb, ${inputDigest}) as id`.execute(
    db,
  );
  const left = rows[0]?.id;
  if (!left) {
    throw new AppError(
      'rate_limited',
      'Fifty changes of this caller wait for a signature already. Wait until some were decided.',
      {
        retryAfterSeconds: 3600,
      },
    );
  }
  const { expiresAt } = await db
    .selectFrom('proposal')
    .select('expiresAt')
    .where('id', '=', left)
    .executeTakeFirstOrThrow();
  if (left === id) await noticeOfProposal(db, ctx, held, left);
  return { id: left, expiresAt };
}
