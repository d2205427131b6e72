import type { IncomingHttpHeaders } from 'node:http';
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { MODERN_VERSION } from './era-of-body.ts';
import { isObject } from './is-object.ts';

/** A `tools/call` or `tools/list` with nothing unusual about it. */
export type PlainMessage = {
  readonly id: string | number;
  /** The JSON of a 2026 envelope; undefined for the 2025 revisions, which have none. */
  readonly envelope: string | undefined;
} & (
  | { readonly method: 'tools/list' }
  | { readonly method: 'tools/call'; readonly name: string; readonly input: Record<string, unknown> | undefined }
);

const ENVELOPE_KEYS = new Set([PROTOCOL_VERSION_META_KEY, CLIENT_CAPABILITIES_META_KEY, CLIENT_INFO_META_KEY]);

/**
 * Reads a message that is exactly what clients send every day: known members only, ids and names of the right types, headers
 * that agree with the body. Undefined for everything else, malformed or merely rare: that is the SDK's to answer. Does not
 * judge what is inside an envelope.
 */
export function plainMessage(headers: IncomingHttpHeaders, message: unknown): PlainMessage | undefined {
  if (!isObject(message) || !hasOnly(message, ['jsonrpc', 'id', 'method', 'params'])) return undefined;
  const { jsonrpc, id, method, params = {} } = message;
  if (jsonrpc !== '2.0' || !(typeof id === 'string' || Number.isSafeInteger(id)) || !isObject(params)) return undefined;
  const { _meta: meta, ...rest } = params;
  const name = method === 'tools/call' ? rest['name'] : undefined;
  if (!headersAgree(headers, meta !== undefined, method, name)) return undefined;
  const envelope = meta === undefined ? undefined : envelopeText(meta);
  if (meta !== undefined && envelope === undefined) return undefined;
  const common = { id: id as string | number, envelope };
  if (method === 'tools/list') return hasOnly(rest, []) ? { ...common, method } : undefined;
  if (method !== 'tools/call' || !hasOnly(rest, ['name', 'arguments'])) return undefined;
  const { arguments: input } = rest;
  if (typeof name !== 'string' || !(input === undefined || isObject(input))) return undefined;
  return { ...common, method, name, input };
}

function headersAgree(headers: IncomingHttpHeaders, modern: boolean, method: unknown, name: unknown): boolean {
  const version = headers['mcp-protocol-version'];
  if (modern) {
    return version === MODERN_VERSION && headers['mcp-method'] === method && headers['mcp-name'] === name;
  }
  if (headers['mcp-method'] !== undefined || headers['mcp-name'] !== undefined) return false;
  return version === undefined || (typeof version === 'string' && SUPPORTED_PROTOCOL_VERSIONS.includes(version));
}

function envelopeText(meta: unknown): string | undefined {
  if (!isObject(meta) || meta[PROTOCOL_VERSION_META_KEY] !== MODERN_VERSION) return undefined;
  if (!Object.keys(meta).every((key) => ENVELOPE_KEYS.has(key))) return undefined;
  try {
    return JSON.stringify(meta);
  } catch {
    // Nested until the stack ran out.
    return undefined;
  }
}

function hasOnly(object: Record<string, unknown>, names: readonly string[]): boolean {
  return Object.keys(object).every((name) => names.includes(name));
}
