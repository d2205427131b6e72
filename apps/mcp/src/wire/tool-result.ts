import { type AppError, ERROR_CODES } from '@countersign/contracts/errors';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { isCuredByConsent, scopeChallenge } from './challenge.ts';
import type { ProtectedResource } from './protected-resource.ts';

/** Where a program finds our error code; the text is for people and models. */
const ERROR_META_KEY = 'countersign/error';

/** A tool's output on the MCP wire: the object, and the same JSON as text for clients that read only that. */
export function toolResult(output: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(output) }], structuredContent: output };
}

/** Facts that the sentence always says itself. */
const SAID = new Set(['fields', 'scopes', 'url', 'retryAfterSeconds']);

/**
 * The one formatter of errors for the MCP wire. The code and its facts ride in `_meta` and not in `structuredContent`, which
 * older clients validate against the tool's output schema even for an error; hosts show a model the text alone, so the facts
 * follow the sentence there. A scope that consent can give also carries its challenge, for hosts that never see HTTP statuses.
 */
export function toolError(error: AppError, resource: ProtectedResource): CallToolResult {
  const { code, message, details } = error;
  const facts = Object.entries(details).filter(([name]) => !SAID.has(name));
  const text = [`${code}: ${message}`, ...(facts.length > 0 ? [JSON.stringify(Object.fromEntries(facts))] : [])];
  return {
    _meta: {
      [ERROR_META_KEY]: { code, retry: ERROR_CODES[code].retry, ...details },
      ...(isCuredByConsent(error) && { 'mcp/www_authenticate': [scopeChallenge(resource, error)] }),
    },
    content: [{ type: 'text', text: text.join('\n') }],
    isError: true,
  };
}
