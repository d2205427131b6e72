import type { InputRequest } from '@countersign/contracts/input-required';
import { CLIENT_CAPABILITIES_META_KEY, type ClientCapabilities } from '@modelcontextprotocol/server';
import { isObject } from './is-object.ts';

/** A `tools/call` as far as its tool is concerned, of either era. */
export interface ToolCallMessage {
  readonly input: unknown;
  /** What the client can be asked, as this very message says; nothing in the 2025 revisions, whose servers here remember no `initialize`. */
  readonly capabilities: ClientCapabilities | undefined;
  readonly inputResponses: Readonly<Record<string, unknown>> | undefined;
  readonly requestState: unknown;
}

/** Reads a message that either lane has accepted. */
export function toolCallOf(message: unknown, modern: boolean): ToolCallMessage {
  const params = isObject(message) && isObject(message['params']) ? message['params'] : {};
  const { arguments: input, inputResponses, requestState, _meta: meta } = params;
  if (!modern) return { input, capabilities: undefined, inputResponses: undefined, requestState: undefined };
  const capabilities = isObject(meta) ? meta[CLIENT_CAPABILITIES_META_KEY] : undefined;
  return {
    input,
    capabilities: isObject(capabilities) ? capabilities : {},
    inputResponses: isObject(inputResponses) ? inputResponses : undefined,
    requestState,
  };
}

/** What the client would have to be able to, and did not say it is, to be asked these. */
export function missingCapabilities(
  requests: Readonly<Record<string, InputRequest>>,
  capabilities: ClientCapabilities,
): ClientCapabilities | undefined {
  const asked = Object.values(requests);
  const asks = (method: InputRequest['method']) => asked.some((request) => request.method === method);
  const modes = new Set(
    asked.flatMap(({ method, params }) => (method === 'elicitation/create' ? [modeOf(params)] : [])),
  );
  const { elicitation } = capabilities;
  // Bare `{}` is forms alone.
  const takes = { form: elicitation && (elicitation.form ?? !elicitation.url), url: elicitation?.url };
  const modesMissing = [...modes].filter((mode) => !takes[mode]);
  const missing: ClientCapabilities = {
    ...(asks('sampling/createMessage') && !capabilities.sampling && { sampling: {} }),
    ...(asks('roots/list') && !capabilities.roots && { roots: {} }),
    ...(modesMissing.length > 0 && { elicitation: Object.fromEntries(modesMissing.map((mode) => [mode, {}])) }),
  };
  return Object.keys(missing).length > 0 ? missing : undefined;
}

function modeOf(params: Readonly<Record<string, unknown>>): 'form' | 'url' {
  return params['mode'] === 'url' ? 'url' : 'form';
}
