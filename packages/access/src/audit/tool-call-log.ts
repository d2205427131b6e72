import type { ErrorCode } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import type { KeyRefusal } from '../gate/key-gate.ts';
import type { Principal } from '../principals/principal.ts';
import { type NewAuditEvent, recordDeedWithCommit } from './audit.ts';
import type { AuditBatch } from './audit-batch.ts';

/** One tool call as the audit tells it. */
export interface ToolCall {
  readonly tool: string;
  /** Whether the tool can change anything, by its declaration. */
  readonly writes: boolean;
  readonly principal: Principal;
  /** Absent when the gate refused, so nothing is known of the organization. */
  readonly ctx: RequestContext | undefined;
  /** The API key that the gate refused, when there is one of that digest. */
  readonly refusedKey: KeyRefusal['key'];
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string | undefined;
  readonly durationMs: number;
  /** SHA-256 of the arguments, base64url; what was asked can be compared, not read. */
  readonly argumentsDigest: string;
  readonly errorCode?: ErrorCode;
  readonly replayed?: boolean;
  readonly dryRun?: boolean;
  /** The proposal it became. */
  readonly proposal?: string;
  readonly signedBy?: string;
}

export interface ToolCallLog {
  /** Records a call in the transaction of what it did, as its last statement. */
  readonly recordIn: (tx: Tx, call: ToolCall) => void;
  /** Records a call that changed nothing: a read, or a refusal. */
  readonly add: (call: ToolCall) => void;
}

/** Where calls go when the operator turned their recording off. */
export const NO_TOOL_CALL_LOG: ToolCallLog = { recordIn: () => {}, add: () => {} };

export function createToolCallLog(batch: AuditBatch): ToolCallLog {
  return {
    recordIn: (tx, call) => recordDeedWithCommit(queries(tx), toEvent(call)),
    add: (call) => {
      // A key that is nobody's is not recorded: it takes no credential to invent one, and the log is for ever.
      const isKnown = call.principal.kind === 'connection' || call.ctx !== undefined || call.refusedKey !== null;
      if (isKnown) batch.add(toEvent(call));
    },
  };
}

function toEvent(call: ToolCall): NewAuditEvent {
  const { tool, writes, principal, ctx, refusedKey, errorCode, argumentsDigest, replayed, dryRun, proposal, signedBy } =
    call;
  const connection = principal.kind === 'connection' ? principal : undefined;
  const apiKeyId = ctx?.apiKey?.id ?? refusedKey?.id ?? null;
  return {
    action: 'tool.called',
    outcome: errorCode === undefined ? 'ok' : outcomeOf(errorCode),
    organizationId: ctx?.organization.id ?? refusedKey?.organizationId ?? null,
    connectionId: connection?.connectionId ?? null,
    apiKeyId,
    userId: ctx?.user?.id ?? null,
    clientId: connection?.clientId ?? null,
    actorKind: connection ? 'user' : 'api_key',
    actorId: connection?.userId ?? apiKeyId,
    address: call.address,
    userAgent: call.userAgent ?? null,
    requestId: call.requestId,
    durationMs: call.durationMs,
    details: {
      tool,
      writes,
      argumentsDigest,
      ...(errorCode && { error: errorCode }),
      ...(replayed && { replayed }),
      ...(dryRun && { dryRun }),
      ...(proposal && { proposal }),
      ...(signedBy && { signedBy }),
    },
  };
}

/** `failed` is ours to mend; everything else was refused as it should be. */
function outcomeOf(code: ErrorCode): 'refused' | 'failed' {
  return code === 'internal' || code === 'unavailable' ? 'failed' : 'refused';
}
