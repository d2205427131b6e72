import { createHash } from 'node:crypto';
import type { CatalogueEntry } from '@countersign/contracts/catalogue';
import type { Tool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { ExcessiveInput, excessiveInputError } from '@countersign/contracts/excessive-input';
import { type InputAnswers, InputRequired } from '@countersign/contracts/input-required';
import { type Asking, askingFor } from '@countersign/contracts/oversight/change-rules';
import type { DeedChange } from '@countersign/contracts/oversight/deed';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import {
  type Area,
  missingSignature,
  type OAuthScope,
  OVERSIGHT,
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
import { awaitingSignature } from '../proposals/awaiting.ts';
import { deedDigest } from '../proposals/deed-digest.ts';
import { earlierProposal } from '../proposals/earlier-proposal.ts';
import { type Held, propose } from '../proposals/propose.ts';
import { worthOf, worthToday } from '../proposals/worth.ts';
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

/** The output, or what the call has to ask first. Each wire says it in its own words; `answers` is what the client sent back. */
export type CallTool = (
  caller: Caller,
  entry: CatalogueEntry,
  input: unknown,
  answers?: InputAnswers,
) => Promise<Record<string, unknown> | InputRequired>;

/**
 * The one way to a tool's handler, for every wire. Gate, signatures, input, policy, handler and output in one tenant
 * transaction; for a write the audit row too. Answers the parsed output, or throws an AppError and nothing else.
 */
export function createCallTool(deps: CallToolDeps): CallTool {
  const { pool, log, clock, calls, lastUsed, passOf, share } = deps;

  return async (caller, { tool, requirement }, input, answers) => {
    const startedAt = performance.now();
    const argumentsDigest = digestOf(input);
    let ctx: RequestContext | undefined;
    const asToldBy = (
      facts: Partial<Pick<ToolCall, 'errorCode' | 'replayed' | 'dryRun' | 'proposal' | 'refusedKey'>>,
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
        ctx = requestContext({
          ...deps,
          principal: caller.principal,
          pass,
          requestId: caller.requestId,
          now: clock(),
          answers,
        });
        const missing = missingSignature(ctx.authority, requirement);
        if (missing) throw refusal(missing, ctx, requirement);
        if (input instanceof ExcessiveInput) throw excessiveInputError(tool, input);
        const parsed = parseToolInput(tool, input);
        if (!tool.writes) return answer(tool, ctx, parsed, tx);
        if (parsed['dryRun'] === true) throw new Rehearsed({ answer: await dryRun(tool, ctx, parsed, tx) });
        const asking = tool.module === OVERSIGHT ? ALLOWED : askingFor(pass.asking, tool);
        if (asking.decision === 'off') throw changeOff(ctx);
        const { result, replayed } = await write(tool, ctx, parsed, tx, { asking, address: caller.address });
        calls.recordIn(tx, asToldBy({ replayed }));
        return result;
      });
    };

    /** In a transaction of its own, through the gate as it is then; what was tried is rolled back. */
    const leaveProposal = (held: Held) =>
      throughGate(pool, caller, { forWrite: true }, async (pass, tx) => {
        ctx = requestContext({ ...deps, principal: caller.principal, pass, requestId: caller.requestId, now: clock() });
        const missing = missingSignature(ctx.authority, requirement);
        if (missing) throw refusal(missing, ctx, requirement);
        const { id, expiresAt } = await propose(ctx, tx, held);
        calls.recordIn(tx, asToldBy({ proposal: id }));
        return awaitingSignature({ id, expiresAt, signer: held.asking.signer, url: ctx.links.proposal(id) });
      });

    try {
      const organizationId = caller.allowance.organizationId ?? (await passOf({ caller })).organization.id;
      const result = await share.within(organizationId, call);
      if (!tool.writes) calls.add(asToldBy({}));
      return result;
    } catch (cause) {
      const tried = cause instanceof Rehearsed ? (cause.outcome as Tried) : undefined;
      if (tried?.answer) {
        calls.add(asToldBy({ dryRun: true }));
        return tried.answer;
      }
      if (cause instanceof InputRequired) {
        // Nothing was done yet.
        calls.add(asToldBy({ errorCode: cause.otherwise?.code ?? 'conflict' }));
        return cause;
      }
      const error = tried?.held
        ? await leaveProposal(tried.held).catch((failure: unknown) => publicError(failure, caller.requestId))
        : publicError(cause, caller.requestId);
      if (tried?.held && error.code === 'awaiting_signature') throw error;
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

/** What a call came to that was tried and rolled back: a dry run's answer, or what waits for a signature. */
interface Tried {
  readonly answer?: Answer;
  readonly held?: Held;
}

/** Of the tools about proposals themselves: a signature for taking one back would be asked for by another. */
const ALLOWED: Asking = { decision: 'allow', signer: 'own', askedBy: 'rule', from: null };

function principalOf(ctx: RequestContext): string {
  return ctx.connection?.id ?? ctx.actor.id;
}

/** Whether a rule that asks from an amount on asks for this: what is about another currency, or no money at all, is asked for too. */
async function asksFor(
  tx: Tx,
  ctx: RequestContext,
  { module, effect }: Tool,
  { from }: Asking,
  changes: readonly DeedChange[],
) {
  if (!from) return true;
  const worth = worthOf(changes);
  if (!worth || worth.currency !== from.currency) return true;
  const today = await worthToday(tx, { principalId: principalOf(ctx), module, effect, currency: from.currency });
  // This call's own deed is among today's.
  return Math.max(today, Math.abs(worth.minor)) >= from.minor;
}

function changeOff({ organization, links }: RequestContext): AppError {
  return new AppError(
    'change_off',
    `The organization ${organization.slug} has turned changes of this kind off for assistants and keys. An admin can change the rule at ${links.changeRules}.`,
    { url: links.changeRules },
  );
}

async function answer(tool: Tool, ctx: RequestContext, input: Input, tx: Tx): Promise<Answer> {
  tool.allow(ctx, input as never);
  return tool.output.parse(await inSpan('handler', {}, () => tool.handle(ctx, input as never, tx)));
}

/** The answer of a write, whose changes the database writes down as one deed. */
function answerOfDeed(tool: Tool, ctx: RequestContext, input: Input, tx: Tx, deedId: string): Promise<Answer> {
  beginDeed(queries(tx), deedId, actorOf(ctx, tool));
  return answer(tool, ctx, input, tx);
}

interface Signing {
  readonly asking: Asking;
  readonly address: string;
}

async function write(
  tool: Tool,
  ctx: RequestContext,
  { idempotencyKey, dryRun: _dryRun, ...input }: Input,
  tx: Tx,
  { asking, address }: Signing,
) {
  const key = typeof idempotencyKey === 'string' ? idempotencyKey : null;
  if (asking.decision === 'ask') {
    // Checked before a remembered result too: what was allowed then may be refused now.
    tool.allow(ctx, input as never);
    const call = { principalId: principalOf(ctx), tool: tool.name, inputDigest: digestOf(input) };
    const earlier = await earlierProposal(tx, call, ctx.links.proposal);
    if (earlier) return { result: earlier, replayed: true };
  }
  const work = async () => {
    const deedId = newId();
    const result = await answerOfDeed(tool, ctx, input, tx, deedId);
    if (asking.decision !== 'ask') return result;
    const changes = (await deedInThis(tx, deedId))?.changes ?? [];
    if (!(await asksFor(tx, ctx, tool, asking, changes))) return result;
    await asIfCommitted(tx);
    const deed = deedDigest(changes, await givenFields(tx), ctx.now);
    throw new Rehearsed<Tried>({
      held: {
        tool,
        input,
        inputDigest: digestOf(input),
        idempotencyKey: key,
        asking,
        changes,
        deedDigest: deed,
        address,
      },
    });
  };
  if (key === null) return { result: await work(), replayed: false };
  // Checked before a remembered result too: what was allowed then may be refused now.
  tool.allow(ctx, input as never);
  const { result, replayed } = await oncePerKey(
    tx,
    {
      organizationId: ctx.organization.id,
      principalId: principalOf(ctx),
      tool: tool.name,
      key,
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
