import type { CallTool } from '@countersign/access/calls/call-tool';
import type { Caller } from '@countersign/access/calls/pass-of';
import type { CatalogueEntry } from '@countersign/contracts/catalogue';
import type { JsonCount } from '@countersign/contracts/counted-json';
import { AppError, type ErrorCode } from '@countersign/contracts/errors';
import { ExcessiveInput } from '@countersign/contracts/excessive-input';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { isCuredByConsent } from './challenge.ts';
import type { ProtectedResource } from './protected-resource.ts';
import type { ToolChoice } from './tool-choice.ts';
import { toolError, toolResult } from './tool-result.ts';

/** Outcomes that the HTTP status must tell too: clients act on the status, hosts on the result. */
const TOLD_BY_STATUS: ReadonlySet<ErrorCode> = new Set(['unauthenticated', 'unavailable']);

/** One authenticated POST and its one answer. */
export interface Exchange {
  readonly resource: ProtectedResource;
  readonly caller: Caller;
  /** The tools this request may list and call by name, before any permission. */
  choice: ToolChoice;
  /** Set when the message holds more than is looked at; what was parsed of it is then its beginning. */
  excess?: JsonCount;
  /** Set while answering, when the HTTP status is more than 200. */
  refusal: AppError | undefined;
}

/** Calls a tool and formats whatever comes of it. Never throws. */
export async function answerToolCall(
  callTool: CallTool,
  exchange: Exchange,
  entry: CatalogueEntry,
  input: unknown,
): Promise<CallToolResult> {
  try {
    const given = exchange.excess ? new ExcessiveInput(input, exchange.excess) : input;
    return toolResult(await callTool(exchange.caller, entry, given));
  } catch (thrown) {
    const error =
      thrown instanceof AppError ? thrown : new AppError('internal', 'Something failed.', { cause: thrown });
    noteRefusal(exchange, error);
    return toolError(error, exchange.resource);
  }
}

/** Remembers an error that the HTTP status has to tell as well. */
export function noteRefusal(exchange: Exchange, error: AppError): void {
  if (isCuredByConsent(error) || TOLD_BY_STATUS.has(error.code)) exchange.refusal = error;
}
