import { AppError } from '@countersign/contracts/errors';
import { type Role, roleAllows } from '@countersign/contracts/scopes';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { tenantTransaction } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { recordDeedWithCommit } from '../audit/audit.ts';
import { publicError } from '../calls/public-error.ts';
import { beBrief, Rehearsed } from '../calls/rehearsal.ts';
import { toldDeed } from '../deeds/told-deed.ts';
import { noticeOfDecision } from '../notices/proposal-decided.ts';
import { type CarriedOut, type CarryOutDeps, carryOut, gateOfRequester, proposedCall } from './carry-out.ts';

export interface Signing {
  readonly organizationId: string;
  readonly proposalId: string;
  /** SHA-256 of the console session's secret: who signs, and that they proved who they are a moment ago. */
  readonly session: Buffer;
  /** The digest of what the signer saw. Anything else is not done. */
  readonly seen: string;
  readonly address: string;
  readonly userAgent: string | null;
}

export type SigningDeps = CarryOutDeps & {
  /** As the tools role. */
  readonly pool: Pool;
};

/** Why a signature is not taken, in words for the person who gave it. */
const NOT_TAKEN: Readonly<
  Record<string, readonly ['conflict' | 'not_found' | 'role_forbids' | 'unauthenticated', string]>
> = {
  not_signed_in: ['unauthenticated', 'Prove once more who you are, and sign again.'],
  unknown: ['not_found', 'There is no such proposal, or you may not see it.'],
  executed: ['conflict', 'Somebody has signed this already, and it was done.'],
  declined: ['conflict', 'This was declined already.'],
  withdrawn: ['conflict', 'Whoever asked for this took it back.'],
  lapsed: ['conflict', 'This has lapsed. The assistant can ask anew.'],
  role: ['role_forbids', 'Your role does not let you sign this. An admin of the organization can.'],
  own: ['role_forbids', 'Somebody else of the organization has to sign what your own assistant asks for.'],
};

/**
 * Signs a proposal and does it, in one transaction: the gate of the requester as it is now, then the one signature that counts, then the
 * stored call. Exactly once among any number of signers; nothing else than `seen`. Throws `conflict` with the deed of this moment where it
 * would be something else, and leaves the proposal waiting; so does every refusal.
 */
export async function signProposal(deps: SigningDeps, signing: Signing): Promise<CarriedOut> {
  const { organizationId, proposalId, session, seen } = signing;
  try {
    return await transaction(deps.pool, async (db) => {
      const call = await proposedCall(db, organizationId, proposalId);
      const pass = await gateOfRequester(db, call);
      const { rows } = await sql<{ outcome: string; signerId: string | null; signerRole: Role | null }>`
        select outcome, signer_id, signer_role from sign_proposal(${organizationId}, ${proposalId}, ${session})`.execute(
        db,
      );
      const { outcome = 'unknown', signerId = null, signerRole = null } = rows[0] ?? {};
      if (outcome !== 'signed' || !signerId || !signerRole) throw notTaken(outcome);
      const tx = tenantTransaction(db);
      const done = await carryOut(deps, tx, pass, call, signerId);
      const { requirement, tool } = done.entry;
      if (!roleAllows(signerRole, requirement)) throw notTaken('role');
      if (done.digest !== seen) {
        throw new AppError(
          'conflict',
          'It would do something else now than what you saw. Look at it again, and sign if it is right.',
          {
            reason: 'changed',
          },
        );
      }
      await sql`select keep_outcome(${organizationId}, ${proposalId}, ${done.deedId}, ${JSON.stringify(done.result)}::jsonb)`.execute(
        db,
      );
      await noticeOfDecision(db, done.ctx, {
        proposalId,
        decidedBy: signerId,
        words: toldDeed({ actor: { effect: tool.effect }, changes: done.changes, moreChanges: 0 }, tool.did).summary,
        reason: null,
        isDone: true,
      });
      recordDeedWithCommit(db, {
        action: 'proposal.signed',
        organizationId,
        connectionId: call.connectionId,
        apiKeyId: call.apiKeyId,
        userId: done.ctx.user?.id ?? null,
        actorKind: 'user',
        actorId: signerId,
        address: signing.address,
        userAgent: signing.userAgent,
        requestId: deps.requestId,
        details: { tool: tool.name, writes: true, proposal: proposalId, signedBy: signerId },
      });
      return done;
    });
  } catch (cause) {
    throw publicError(cause, deps.requestId);
  }
}

/** What a proposal would do at this moment, and its digest, by which it is signed. Changes nothing; throws what signing would be refused with. */
export async function tryProposal(
  deps: SigningDeps,
  { organizationId, proposalId }: Pick<Signing, 'organizationId' | 'proposalId'>,
): Promise<CarriedOut> {
  try {
    await transaction(deps.pool, async (db) => {
      const call = await proposedCall(db, organizationId, proposalId);
      await beBrief(tenantTransaction(db));
      const pass = await gateOfRequester(db, call);
      throw new Rehearsed(await carryOut(deps, tenantTransaction(db), pass, call, null));
    });
  } catch (cause) {
    if (cause instanceof Rehearsed) return cause.outcome as CarriedOut;
    throw publicError(cause, deps.requestId);
  }
  throw new Error('A trial always ends by throwing.');
}

/** Declines a proposal, with a reason that its asker reads. Throws as `signProposal` does. */
export async function declineProposal(
  deps: SigningDeps,
  {
    organizationId,
    proposalId,
    session,
    reason,
    address,
    userAgent,
  }: Omit<Signing, 'seen'> & { readonly reason: string },
): Promise<void> {
  await transaction(deps.pool, async (db) => {
    const call = await proposedCall(db, organizationId, proposalId);
    const { rows } = await sql<{ outcome: string }>`
      select decline_proposal(${organizationId}, ${proposalId}, ${session}, ${reason}) as outcome`.execute(db);
    if (rows[0]?.outcome !== 'declined') throw notTaken(rows[0]?.outcome ?? 'unknown');
    const { decidedBy } = await db
      .selectFrom('proposal')
      .select('decidedBy')
      .where('id', '=', proposalId)
      .executeTakeFirstOrThrow();
    recordDeedWithCommit(db, {
      action: 'proposal.declined',
      organizationId,
      connectionId: call.connectionId,
      apiKeyId: call.apiKeyId,
      actorKind: 'user',
      actorId: decidedBy,
      address,
      userAgent,
      requestId: deps.requestId,
      details: { tool: call.tool, proposal: proposalId },
    });
  });
}

function notTaken(outcome: string): AppError {
  const [code, sentence] = NOT_TAKEN[outcome] ?? ['conflict', 'This cannot be signed any more.'];
  return new AppError(code, sentence, { reason: outcome });
}
