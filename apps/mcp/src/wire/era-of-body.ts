import type { IncomingHttpHeaders } from 'node:http';
import { counter } from '@countersign/runtime/metrics';
import {
  CLIENT_CAPABILITIES_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import type { FastifyBaseLogger } from 'fastify';
import { isObject } from './is-object.ts';

export const MODERN_VERSION = '2026-07-28';

/** Methods that only the 2026 revision has: without an envelope they are a mistake in it, never a message of 2025. */
const MODERN_ONLY = new Set(['server/discover', 'subscriptions/listen']);

/** What was wrong with `MCP-Protocol-Version`. */
type Strayed = 'absent' | 'repeated' | 'unknown' | 'other era';

const strayed = counter(
  'mcp_strayed_version_headers_total',
  'Messages whose MCP-Protocol-Version header was not that of their body, served by what the body is.',
  ['header', 'served'],
);

/**
 * The headers a message should have come with. The body says which era it is of: claude.ai's connectors were seen to send 2026 bodies under the header of 2025 or none
 * (anthropics/claude-code#93290, anthropics/claude-ai-mcp#70), others their newest version over a body of 2025 (CodeWithCJ/SparkyFitness#2155), or the header twice
 * (different-ai/openwork#3944). So a header that is absent, repeated, unknown or of the other era gives way, if nothing else speaks against the body: a message that
 * contradicts itself within one era is left for the SDK to refuse. Counted and logged, for an operator who wonders (ADR 0038).
 */
export function headersOfBody(
  headers: IncomingHttpHeaders,
  message: unknown,
  log: Pick<FastifyBaseLogger, 'info'>,
): IncomingHttpHeaders {
  if (!isObject(message) || typeof message['method'] !== 'string') return headers;
  const version = headers['mcp-protocol-version']?.toString();
  const params = isObject(message['params']) ? message['params'] : {};
  const meant = isModern(params)
    ? modernHeaders(headers, version, message['method'], params)
    : legacyHeaders(headers, version, message['method'], params);
  if (!meant) return headers;
  // The usual legacy message before the first answer has no header.
  if (meant.how === 'absent' && meant.served === '2025') return meant.headers;
  strayed.inc({ header: meant.how, served: meant.served });
  log.info(
    { header: meant.how, served: meant.served, userAgent: headers['user-agent'] },
    'a version header gave way to its body',
  );
  return meant.headers;
}

interface Meant {
  readonly headers: IncomingHttpHeaders;
  readonly how: Strayed;
  readonly served: '2025' | '2026';
}

/** A whole envelope of 2026. Part of one is a mistake in that era. */
function isModern(params: Record<string, unknown>): boolean {
  const { _meta: meta } = params;
  return (
    isObject(meta) && meta[PROTOCOL_VERSION_META_KEY] === MODERN_VERSION && isObject(meta[CLIENT_CAPABILITIES_META_KEY])
  );
}

function modernHeaders(
  headers: IncomingHttpHeaders,
  version: string | undefined,
  method: string,
  params: Record<string, unknown>,
): Meant | undefined {
  const how = strayOf(version, MODERN_VERSION);
  if (how === undefined) return undefined;
  const name = params['name'] ?? params['uri'] ?? params['taskId'];
  return {
    how,
    served: '2026',
    headers: {
      // What the client says itself is held against the body by the SDK.
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': encoded(name) }),
      ...headers,
      'mcp-protocol-version': MODERN_VERSION,
    },
  };
}

function legacyHeaders(
  headers: IncomingHttpHeaders,
  version: string | undefined,
  method: string,
  params: Record<string, unknown>,
): Meant | undefined {
  if (version !== undefined && SUPPORTED_PROTOCOL_VERSIONS.includes(version)) return undefined;
  const how = strayOf(version, undefined);
  if (how === undefined || MODERN_ONLY.has(method) || claimsEnvelope(params)) return undefined;
  // Clients write these from an envelope: whoever sends one forgot the envelope.
  if (headers['mcp-method'] !== undefined || headers['mcp-name'] !== undefined) return undefined;
  const { 'mcp-protocol-version': given, ...others } = headers;
  const once = how === 'repeated' ? onlyVersion(given?.toString() ?? '') : undefined;
  const isLegacy = once !== undefined && SUPPORTED_PROTOCOL_VERSIONS.includes(once);
  return { how, served: '2025', headers: isLegacy ? { ...others, 'mcp-protocol-version': once } : others };
}

function claimsEnvelope(params: Record<string, unknown>): boolean {
  const { _meta: meta } = params;
  return isObject(meta) && (PROTOCOL_VERSION_META_KEY in meta || CLIENT_CAPABILITIES_META_KEY in meta);
}

/** How a header differs from the version that its body is of; undefined when it does not. */
function strayOf(version: string | undefined, ofBody: string | undefined): Strayed | undefined {
  if (version === undefined || version.trim() === '') return 'absent';
  if (version === ofBody) return undefined;
  if (onlyVersion(version) !== version) return 'repeated';
  return version === MODERN_VERSION || SUPPORTED_PROTOCOL_VERSIONS.includes(version) ? 'other era' : 'unknown';
}

/** The one version that a header repeats, or nothing when it names several. */
function onlyVersion(header: string): string | undefined {
  const versions = new Set(header.split(',').map((version) => version.trim()));
  return versions.size === 1 ? [...versions][0] : undefined;
}

/** As the revision asks for what is no token (its Base64 sentinel). */
function encoded(name: string): string {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(name) && !name.startsWith('=?')
    ? name
    : `=?base64?${Buffer.from(name).toString('base64')}?=`;
}
