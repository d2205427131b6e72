import { argumentsAsMeant } from '@countersign/contracts/input-as-meant';
import { isObject } from './is-object.ts';

/** What no client needs to say of itself to be served. */
const UNNAMED_CLIENT = { name: 'unnamed', version: '0' };

/**
 * A JSON-RPC message where it has one reading only, before either lane sees it: null for what may be left out is "not given", parameters may come as JSON text, and
 * `initialize` need not say who asks. Anything else, malformed or merely rare, stays as it was sent, for the SDK to judge.
 */
export function messageAsMeant(message: unknown): unknown {
  if (!isObject(message) || typeof message['method'] !== 'string' || !('params' in message)) return message;
  const { params: sent, ...others } = message;
  const params = argumentsAsMeant(sent);
  if (!isObject(params)) return message;
  if (sent === null && message['method'] !== 'initialize') return others;
  return { ...message, params: paramsAsMeant(message['method'], params) };
}

function paramsAsMeant(method: string, params: Record<string, unknown>): Record<string, unknown> {
  const given = Object.entries(params).filter(
    ([name, value]) => !(value === null && MAY_BE_LEFT_OUT.has(name)) && !(name === 'cursor' && value === ''),
  );
  const meant = given.length === Object.keys(params).length ? params : Object.fromEntries(given);
  if (method === 'initialize') return initializeAsMeant(meant);
  // A resource's and a tool's own members of that name are left alone: they stand inside `arguments`.
  return 'arguments' in meant ? { ...meant, arguments: argumentsAsMeant(meant['arguments']) } : meant;
}

const MAY_BE_LEFT_OUT: ReadonlySet<string> = new Set([
  '_meta',
  'arguments',
  'capabilities',
  'clientInfo',
  'cursor',
  'inputResponses',
  'requestState',
]);

/** Which revision a client speaks is never guessed. */
function initializeAsMeant(params: Record<string, unknown>): Record<string, unknown> {
  const { capabilities = {}, clientInfo = {} } = params;
  return {
    ...params,
    capabilities,
    clientInfo: isObject(clientInfo) ? { ...UNNAMED_CLIENT, ...withoutNulls(clientInfo) } : clientInfo,
  };
}

function withoutNulls(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
