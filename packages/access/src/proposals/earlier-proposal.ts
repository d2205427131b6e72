import { AppError } from '@countersign/contracts/errors';
import type { Signer } from '@countersign/contracts/oversight/change-rules';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { awaitingSignature } from './awaiting.ts';

/** For how long a decision answers the same call: afterwards it is asked anew. */
const REMEMBERED_HOURS = 24;

/**
 * What became of the same call's proposal: the result of one that was signed, told once; undefined where it is a new call. Throws
 * `awaiting_signature` while it waits, and `conflict` for a day after it was declined, so that nobody is asked again and again.
 */
export async function earlierProposal(
  tx: Tx,
  call: { readonly principalId: string; readonly tool: string; readonly inputDigest: Buffer },
  urlOf: (id: string) => string,
): Promise<Record<string, unknown> | undefined> {
  const db = queries(tx);
  const earlier = await db
    .selectFrom('proposal')
    .select(['organizationId', 'id', 'state', 'signer', 'expiresAt', 'result', 'toldAt'])
    .select(sql<boolean>`expires_at <= now()`.as('isOver'))
    .where('principalId', '=', call.principalId)
    .where('tool', '=', call.tool)
    .where('inputDigest', '=', call.inputDigest)
    .where(
      sql<boolean>`(state = 'pending' or decided_at > now() - make_interval(hours => ${REMEMBERED_HOURS}::integer))`,
    )
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!earlier || (earlier.state === 'pending' && earlier.isOver)) return undefined;
  if (earlier.state === 'pending') {
    throw awaitingSignature({ ...earlier, signer: earlier.signer as Signer, url: urlOf(earlier.id) });
  }
  if (earlier.state === 'declined') {
    throw new AppError(
      'conflict',
      'A person declined this very change. Do not ask for it again; get_proposal says why, and what the person wants instead.',
      { proposalId: earlier.id, url: urlOf(earlier.id) },
    );
  }
  if (earlier.state !== 'executed' || earlier.toldAt !== null) return undefined;
  await sql`select note_proposal_told(${earlier.organizationId}, ${earlier.id}, ${call.principalId})`.execute(db);
  return { ...(earlier.result as Record<string, unknown>), replayed: true };
}
