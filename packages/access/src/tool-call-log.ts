import type { ErrorCode } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/in-org';
import { type AuditBatch, type NewAuditEvent, recordEvents } from './audit.ts';
import type { Principal } from './principal.ts';

/** One tool call as the audit tells it. */
export interface ToolCall {
  readonly tool: string;
  /** Whether the tool can change anything, by its declaration. */
  readonly writes: boolean;
  readonly principal: Principal;
  /** Absent when the gate refused, so nothing is known of the organization. */
  readonly ctx: RequestContext | undefined;
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string | undefined;
  readonly durationMs: number;
  /** SHA-256 of the arguments, base64url; what was asked can be compared, not read. */
  readonly argumentsDigest: string;
  readonly errorCode?: ErrorCode;
  readonly replayed?: boolean;
}

export interface ToolCallLog {
  /** Records a call in the transaction of what it did. */
  readonly recordIn: (tx: Tx, call: ToolCall) => Promise<void>;
  /** Records a call that changed nothing: a read, or a refusal. */
  readonly add: (call: ToolCall) => void;
}

/** Where calls go when the operator turned their recording off. */
export const NO_TOOL_CALL_LOG: ToolCallLog = { recordIn: async () => {}, add: () => {} };

export function createToolCallLog(batch: AuditBatch): ToolCallLog {
  return {
    recordIn: (tx, call) => recordEvents(queries(tx), [toEvent(call)]),
    add: (call) => batch.add(toEvent(call)),
  };
}

function toEvent(call: ToolCall): NewAuditEvent {
  const { tool, writes, principal, ctx, errorCode, argumentsDigest, replayed } = call;
  return {
    action: 'tool.called',
    outcome: errorCode === undefined ? 'ok' : outcomeOf(errorCode),
    organizationId: ctx?.organization.id ?? null,
    connectionId: principal.connectionId,
    userId: ctx?.user?.id ?? null,
    clientId: principal.clientId,
    actorKind: ctx?.actor.kind ?? 'user',
    actorId: ctx?.actor.id ?? principal.userId,
    address: call.address,
    userAgent: call.userAgent ?? null,
    requestId: call.requestId,
    durationMs: call.durationMs,
    details: { tool, writes, argumentsDigest, ...(errorCode && { error: errorCode }), ...(replayed && { replayed }) },
  };
}

/** `failed` is ours to mend; everything else was refused as it should be. */
function outcomeOf(code: ErrorCode): 'refused' | 'failed' {
  return code === 'internal' || code === 'unavailable' ? 'failed' : 'refused';
}
