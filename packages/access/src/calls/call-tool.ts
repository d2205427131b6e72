import { createHash } from 'node:crypto';
import type { CatalogueEntry } from '@countersign/contracts/catalogue';
import type { Tool } from '@countersign/contracts/define-tool';
import { ExcessiveInput, excessiveInputError } from '@countersign/contracts/excessive-input';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import {
  type Area,
  missingSignature,
  type OAuthScope,
  oauthScopesFor,
  type Requirement,
} from '@countersign/contracts/scopes';
import { parseToolInput } from '@countersign/contracts/tool-input';
import type { Pool } from '@countersign/db/connections/pool';
import { queries } from '@countersign/db/tenancy/in-org';
import type { Clock } from '@countersign/runtime/clock';
import { newId } from '@countersign/runtime/ids';
import type { Logger } from '@countersign/runtime/log';
import { inSpan } from '@countersign/runtime/span';
import type { ToolCall, ToolCallLog } from '../audit/tool-call-log.ts';
import { actorOf } from '../deeds/actor-of.ts';
import { beginDeed } from '../deeds/begin-deed.ts';
import { deedInThis, givenFields } from '../deeds/deed-store.ts';
import { provisionalPaths } from '../deeds/provisional.ts';
import { toldDeed } from '../deeds/told-deed.ts';
import type { FileLinks } from '../files/file-links.ts';
import { throughGate } from '../gate/gate.ts';
import { oncePerKey } from '../gate/idempotency.ts';
import { KeyRefusal } from '../gate/key-gate.ts';
import type { LastUsed } from '../gate/last-used.ts';
import { refusal } from '../gate/refusal.ts';
import { requestContext } from '../gate/request-context.ts';
import type { FairShare } from '../limits/fair-share.ts';
import { canonicalJson } from './canonical-json.ts';
import { assertOrganization, type Caller, type PassOf } from './pass-of.ts';
import { publicError } from './public-error.ts';
import { asIfCommitted, beBrief, Rehearsed } from './rehearsal.ts';

export interface CallToolDeps {
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  readonly consoleUrl: string;
  readonly areas: ReadonlyMap<string, Area>;
  readonly calls: ToolCallLog;
  readonly lastUsed: LastUsed;
  readonly passOf: PassOf;
  readonly share: FairShare;
  readonly fileLinks: FileLinks;
}

export type CallTool = (caller: Caller, entry: CatalogueEntry, input: unknown) => Promise<Record<string, unknown>>;

/**
 * The one way to a tool's handler, for every wire. Gate, signatures, input, policy, handler and output in one tenant
 * transaction; for a write the audit row too. Answers the parsed output, or throws an AppError and nothing else.
 */
export function createCallTool(deps: CallToolDeps): CallTool {
  const { pool, log, clock, calls, lastUsed, passOf, share } = deps;

  return async (caller, { tool, requirement }, input) => {
    const startedAt = performance.now();
    const argumentsDigest = digestOf(input);
    let ctx: RequestContext | undefined;
    const asToldBy = (
      facts: Partial<Pick<ToolCall, 'errorCode' | 'replayed' | 'dryRun' | 'refusedKey'>>,
    ): ToolCall => ({
      tool: tool.name,
      writes: tool.writes,
      principal: caller.principal,
      ctx,
      requestId: caller.requestId,
      address: caller.address,
      userAgent: caller.userAgent,
      durationMs: Math.round(performance.now() - startedAt),
      argumentsDigest: argumentsDigest.toString('base64url'),
      refusedKey: null,
      ...facts,
    });
    const { refusal: tooMany, isNews } = caller.allowance;
    if (tooMany) {
      // Of a flood one line is recorded; recording each would be a flood of its own.
      if (isNews) calls.add(asToldBy({ errorCode: tooMany.code }));
      throw tooMany;
    }
    const call = async () => {
      const isRead = !(input instanceof ExcessiveInput);
      const forWrite = tool.writes && isRead && (await mayWrite(caller, requirement, passOf));
      return throughGate(pool, caller, { forWrite }, async (pass, tx) => {
        assertOrganization(caller, pass);
        lastUsed.note(pass);
        ctx = requestContext({ ...deps, principal: caller.principal, pass, requestId: caller.requestId, now: clock() });
        const missing = missingSignature(ctx.authority, requirement);
        if (missing) throw refusal(missing, ctx, requirement);
        if (input instanceof ExcessiveInput) throw excessiveInputError(tool, input);
        const parsed = parseToolInput(tool, input);
        if (!tool.writes) return answer(tool, ctx, parsed, tx);
        if (parsed['dryRun'] === true) throw new Rehearsed(await dryRun(tool, ctx, parsed, tx));
        const { result, replayed } = await write(tool, ctx, parsed, tx);
        calls.recordIn(tx, asToldBy({ replayed }));
        return result;
      });
    };

    try {
      const organizationId = caller.allowance.organizationId ?? (await passOf({ caller })).organization.id;
      const result = await share.within(organizationId, call);
      if (!tool.writes) calls.add(asToldBy({}));
      return result;
    } catch (cause) {
      if (cause instanceof Rehearsed) {
        calls.add(asToldBy({ dryRun: true }));
        return cause.outcome;
      }
      const error = publicError(cause, caller.requestId);
      if (error.code === 'internal')
        log.error({ err: cause, tool: tool.name, reqId: caller.requestId }, 'a tool failed');
      const refusedKey = error.cause instanceof KeyRefusal ? error.cause.key : null;
      calls.add(asToldBy({ errorCode: error.code, refusedKey }));
      throw error;
    }
  };
}

type Input = Record<string, unknown>;
type Answer = Record<string, unknown>;

async function answer(tool: Tool, ctx: RequestContext, input: Input, tx: Tx): Promise<Answer> {
  tool.allow(ctx, input as never);
  return tool.output.parse(await inSpan('handler', {}, () => tool.handle(ctx, input as never, tx)));
}

/** The answer of a write, whose changes the database writes down as one deed. */
function answerOfDeed(tool: Tool, ctx: RequestContext, input: Input, tx: Tx, deedId: string): Promise<Answer> {
  beginDeed(queries(tx), deedId, actorOf(ctx, tool));
  return answer(tool, ctx, input, tx);
}

async function write(tool: Tool, ctx: RequestContext, { idempotencyKey, ...input }: Input, tx: Tx) {
  const work = () => answerOfDeed(tool, ctx, input, tx, newId());
  if (typeof idempotencyKey !== 'string') return { result: await work(), replayed: false };
  // Checked before a remembered result too: what was allowed then may be refused now.
  tool.allow(ctx, input as never);
  const { result, replayed } = await oncePerKey(
    tx,
    {
      organizationId: ctx.organization.id,
      principalId: ctx.connection?.id ?? ctx.actor.id,
      tool: tool.name,
      key: idempotencyKey,
      inputDigest: digestOf(input),
    },
    work,
  );
  return { result: replayed ? { ...result, replayed: true } : result, replayed };
}

/** The real answer and the deed it would leave, in a transaction that its caller ends without a trace. No key is used up. */
async function dryRun(
  tool: Tool,
  ctx: RequestContext,
  { idempotencyKey: _key, ...input }: Input,
  tx: Tx,
): Promise<Answer> {
  const deedId = newId();
  await beBrief(tx);
  const result = await answerOfDeed(tool, ctx, input, tx, deedId);
  await asIfCommitted(tx);
  const deed = await deedInThis(tx, deedId);
  const provisional = provisionalPaths(result, deed, await givenFields(tx));
  return { ...result, dryRun: true, provisional, deed: toldDeed(deed, tool.did) };
}

/**
 * Whether a call may take the locks of a write: one that will be refused must not hold up an admin's switch. A token that was issued while
 * a switch was off does not say what it may do now, so the gate is asked first, without locks. Of an API key the scopes are known only
 * past the gate, so a call that will be refused takes its locks for that moment.
 */
async function mayWrite(caller: Caller, requirement: Requirement, passOf: PassOf): Promise<boolean> {
  const { principal } = caller;
  if (principal.kind === 'api_key') return true;
  const carriedBy = (scopes: readonly OAuthScope[]) =>
    !requirement.keyOnly && oauthScopesFor(requirement).every((scope) => scopes.includes(scope));
  if (carriedBy(principal.issuedScopes)) return true;
  if (!carriedBy(principal.scopes)) return false;
  const { granted, switches, role, clientListed } = await passOf({ caller });
  return (
    missingSignature({ granted, switches, role, clientListed, token: principal.scopes }, requirement) === undefined
  );
}

function digestOf(input: unknown): Buffer {
  return createHash('sha256').update(canonicalJson(input)).digest();
}
