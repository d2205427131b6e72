import { areasOf, type Catalogue, type CatalogueEntry } from '@countersign/contracts/catalogue';
import { AppError } from '@countersign/contracts/errors';
import { askingFor } from '@countersign/contracts/oversight/change-rules';
import type { DeedChange } from '@countersign/contracts/oversight/deed';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { missingSignature } from '@countersign/contracts/scopes';
import { parseToolInput } from '@countersign/contracts/tool-input';
import type { Queries } from '@countersign/db/connections/named-statements';
import { enterOrganization, queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { asIfCommitted } from '../calls/rehearsal.ts';
import { actorOf } from '../deeds/actor-of.ts';
import { beginDeed } from '../deeds/begin-deed.ts';
import { deedInThis, givenFields } from '../deeds/deed-store.ts';
import type { FileLinks } from '../files/file-links.ts';
import { readConnectionGate } from '../gate/connection-gate.ts';
import type { GatePass } from '../gate/gate-pass.ts';
import { oncePerKey } from '../gate/idempotency.ts';
import { readKeyGateOfProposal } from '../gate/key-gate.ts';
import { refusal } from '../gate/refusal.ts';
import { requestContext } from '../gate/request-context.ts';
import { deedDigest } from './deed-digest.ts';

export interface ProposedCall {
  readonly organizationId: string;
  readonly id: string;
  readonly tool: string;
  readonly input: unknown;
  readonly inputDigest: Buffer;
  readonly idempotencyKey: string | null;
  readonly principalId: string;
  readonly connectionId: string | null;
  readonly apiKeyId: string | null;
  readonly signer: string;
}

export interface CarryOutDeps {
  readonly catalogue: Catalogue;
  readonly consoleUrl: string;
  readonly now: Date;
  readonly requestId: string;
}

export interface CarriedOut {
  readonly ctx: RequestContext;
  readonly entry: CatalogueEntry;
  readonly deedId: string;
  readonly changes: readonly DeedChange[];
  readonly digest: string;
  readonly result: Record<string, unknown>;
}

/** A file is asked for by whoever may read it, with a credential of their own. */
const NO_LINKS: FileLinks = {
  linkTo: (_file, now) => ({ url: '', expiresAt: now.toISOString() }),
  open: () => undefined,
};

/** The proposed call as it is stored, whatever became of it. Throws `not_found`. */
export async function proposedCall(db: Queries, organizationId: string, id: string): Promise<ProposedCall> {
  const tx = await enterOrganization(db, { organizationId, teamId: null });
  const row = await queries(tx)
    .selectFrom('proposal')
    .select([
      'organizationId',
      'id',
      'tool',
      'input',
      'inputDigest',
      'idempotencyKey',
      'principalId',
      'connectionId',
      'apiKeyId',
      'signer',
    ])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', 'There is no such proposal, or you may not see it.');
  return row;
}

/** Who asked, as the gate sees them now: it holds them until the commit, as for any write of theirs. */
export async function gateOfRequester(db: Queries, call: ProposedCall): Promise<GatePass> {
  try {
    return call.connectionId === null
      ? await readKeyGateOfProposal(db, call.organizationId, call.id)
      : await readConnectionGate(db, call.connectionId, true);
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'unauthenticated') throw cause;
    throw new AppError(
      'conflict',
      'The connection or key that asked has ended, so this cannot be done any more. Decline it, or let the assistant ask anew.',
      { cause },
    );
  }
}

/**
 * Does what was proposed, in the open transaction, under everything that holds at this moment: signatures of the requester, rules, input,
 * policy. Throws what the requester would be refused with now. Whether somebody signed is the caller's to have asked; so is the commit.
 */
export async function carryOut(
  { catalogue, consoleUrl, now, requestId }: CarryOutDeps,
  tx: Tx,
  pass: GatePass,
  call: ProposedCall,
  signedBy: string | null,
): Promise<CarriedOut> {
  const entry = catalogue.get(call.tool);
  if (!entry?.tool.writes) throw new AppError('conflict', 'There is no such tool any more. Decline it.');
  const { tool, requirement } = entry;
  const ctx = requestContext({
    principal: { kind: 'api_key', digest: Buffer.alloc(0) },
    pass,
    requestId,
    now,
    consoleUrl,
    areas: areasOf(catalogue),
    fileLinks: NO_LINKS,
  });
  const missing = missingSignature(ctx.authority, requirement);
  if (missing) throw refusal(missing, ctx, requirement);
  if (askingFor(pass.asking, tool).decision === 'off') {
    throw new AppError(
      'change_off',
      'Changes of this kind were turned off meanwhile. Decline it, or ask an admin to change the rule.',
    );
  }
  const { idempotencyKey: _key, dryRun: _dryRun, ...input } = parseToolInput(tool, call.input);
  tool.allow(ctx, input as never);
  const deedId = newId();
  const work = async () => {
    beginDeed(queries(tx), deedId, { ...actorOf(ctx, tool), proposalId: call.id, signedBy });
    return tool.output.parse(await tool.handle(ctx, input as never, tx));
  };
  const result =
    call.idempotencyKey === null || signedBy === null
      ? await work()
      : await oncePerKey(
          tx,
          {
            organizationId: call.organizationId,
            principalId: call.principalId,
            tool: call.tool,
            key: call.idempotencyKey,
            inputDigest: call.inputDigest,
          },
          work,
        ).then(({ result, replayed }) => {
          if (!replayed) return result;
          throw new AppError(
            'conflict',
            'The same call was done meanwhile, with the same idempotency key. Decline this one.',
          );
        });
  await asIfCommitted(tx);
  const changes = (await deedInThis(tx, deedId))?.changes ?? [];
  const digest = deedDigest(changes, await givenFields(tx), now);
  return { ctx, entry, deedId, changes, digest, result };
}
