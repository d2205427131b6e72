import type { CallTool } from '@countersign/access/calls/call-tool';
import type { Caller } from '@countersign/access/calls/pass-of';
import type { CatalogueEntry } from '@countersign/contracts/catalogue';
import type { JsonCount } from '@countersign/contracts/counted-json';
import { AppError, type ErrorCode } from '@countersign/contracts/errors';
import { ExcessiveInput } from '@countersign/contracts/excessive-input';
import { type InputAnswers, InputRequired } from '@countersign/contracts/input-required';
import {
  type CallToolResult,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import type { AskedCall, AskState } from './ask-state.ts';
import { missingCapabilities, type ToolCallMessage } from './asked-call.ts';
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

export type AnswerToolCall = (
  exchange: Exchange,
  entry: CatalogueEntry,
  message: ToolCallMessage,
) => Promise<CallResult>;

export interface AnswerDeps {
  readonly callTool: CallTool;
  readonly states: AskState;
}

/** A result with its own `resultType`, when it is another than `complete` (MCP 2026-07-28). */
export type CallResult = CallToolResult | { readonly resultType: 'input_required'; readonly [member: string]: unknown };

/**
 * Calls a tool and says whatever comes of it in words of the message's era: its output, an error, or what it has to ask first. Throws
 * only a ProtocolError, for a state that is not ours and for a client that cannot be asked and has no other way.
 */
export function createAnswerToolCall({ callTool, states }: AnswerDeps): AnswerToolCall {
  return async (exchange, entry, message) => {
    const asked = { principal: exchange.caller.principal, tool: entry.tool.name, input: message.input };
    const answers = answersOf(states, asked, message);
    try {
      const given = exchange.excess ? new ExcessiveInput(message.input, exchange.excess) : message.input;
      const answer = await callTool(exchange.caller, entry, given, answers);
      return answer instanceof InputRequired ? question(answer, states, asked, exchange, message) : toolResult(answer);
    } catch (thrown) {
      if (thrown instanceof ProtocolError) throw thrown;
      const error =
        thrown instanceof AppError ? thrown : new AppError('internal', 'Something failed.', { cause: thrown });
      noteRefusal(exchange, error);
      return toolError(error, exchange.resource);
    }
  };
}

function answersOf(
  states: AskState,
  asked: AskedCall,
  { inputResponses, requestState }: ToolCallMessage,
): InputAnswers | undefined {
  if (inputResponses === undefined && requestState === undefined) return undefined;
  const state = requestState === undefined ? undefined : states.open(requestState, asked);
  if (requestState !== undefined && state === undefined) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      'The requestState is not one that this server gave out for this call, or it is too old. Call again without it.',
    );
  }
  return { responses: inputResponses ?? {}, state };
}

function question(
  required: InputRequired,
  states: AskState,
  asked: AskedCall,
  exchange: Exchange,
  { capabilities }: ToolCallMessage,
): CallResult {
  const { requests, state, otherwise } = required;
  const missing = capabilities && missingCapabilities(requests, capabilities);
  if (capabilities && !missing) {
    return {
      resultType: 'input_required',
      ...(Object.keys(requests).length > 0 && { inputRequests: requests }),
      ...(state !== undefined && { requestState: states.seal(state, asked) }),
    };
  }
  if (missing && !otherwise) throw new MissingRequiredClientCapabilityError({ requiredCapabilities: missing });
  return toolError(otherwise ?? CANNOT_BE_ASKED, exchange.resource);
}

/** The output of a call over a wire that cannot ask. Throws what the call says to those instead. */
export function completed(answer: Record<string, unknown> | InputRequired): Record<string, unknown> {
  if (answer instanceof InputRequired) throw answer.otherwise ?? CANNOT_BE_ASKED;
  return answer;
}

const CANNOT_BE_ASKED = new AppError(
  'conflict',
  'This tool has to ask something before it goes on, and this client cannot be asked. Use one that takes elicitation.',
);

/** Remembers an error that the HTTP status has to tell as well. */
export function noteRefusal(exchange: Exchange, error: AppError): void {
  if (isCuredByConsent(error) || TOLD_BY_STATUS.has(error.code)) exchange.refusal = error;
}
