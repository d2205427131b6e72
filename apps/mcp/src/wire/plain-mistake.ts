import { isObject } from './is-object.ts';

const INVALID_PARAMS = -32602;

/** What the SDK's validator found, as it writes it into the message of an error: `Invalid tools/call request: [ { … } ]`. */
const DUMP = /^(?:Invalid \S+ request: )?(\[\s*\{.*\}\s*\])$/s;

const KINDS: Readonly<Record<string, string>> = {
  string: 'must be text',
  number: 'must be a number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be an object',
  record: 'must be an object',
};

const ISSUES_MAX = 5;

/**
 * An answer of the SDK in which a validator's findings, which say "internal error" of what a client did and are read by nobody, are one plain sentence and
 * `-32602` (HarperFast/harper#1611: ChatGPT waits for that code). Every other answer stays as it is.
 */
export function withPlainMistake(answer: string): string {
  if (!answer.includes('"error"')) return answer;
  const message = parsed(answer);
  const error = isObject(message) ? message['error'] : undefined;
  if (!isObject(error) || typeof error['message'] !== 'string') return answer;
  const found = parsed(DUMP.exec(error['message'])?.[1] ?? '');
  if (!Array.isArray(found)) return answer;
  const plain = {
    code: INVALID_PARAMS,
    message: `The message does not fit. ${found.slice(0, ISSUES_MAX).map(sentence).join('; ')}.`,
  };
  return JSON.stringify({ ...(message as object), error: plain });
}

function sentence(issue: unknown): string {
  const { path, expected, message } = isObject(issue) ? issue : {};
  const where = Array.isArray(path) ? path.map(String).join('.').slice(0, 100) : 'it';
  if (String(message).endsWith('received undefined')) return `${where}: is required`;
  return `${where}: ${KINDS[String(expected)] ?? 'is not what this method takes'}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
