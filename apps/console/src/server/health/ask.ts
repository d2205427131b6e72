/** Long enough for a busy server, short enough for a person who waits. */
const TIMEOUT_SECONDS = 3;
/** No document of ours comes near it, the tool catalogue included. */
const BODY_BYTES_MAX = 512 * 1024;

export interface Question {
  readonly method?: 'POST';
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or undefined when the body is none. */
  readonly json: unknown;
}

/** No answer came, or not a whole one. `message` is half a sentence that says why: “nothing answers there”. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/**
 * Asks another app of this deployment, bounded in time and size. Follows no redirect, so that what answers cannot choose
 * whom this server talks to next. Does not check whose address `url` is: callers pass configured origins only.
 */
export async function ask(url: string, question: Question = {}): Promise<Answer> {
  const signal = AbortSignal.timeout(TIMEOUT_SECONDS * 1000);
  try {
    const headers = { accept: 'application/json', ...question.headers };
    const response = await fetch(url, { ...question, headers, redirect: 'manual', signal });
    return { status: response.status, headers: response.headers, json: parsed(await readBounded(response)) };
  } catch (error) {
    throw error instanceof Unanswered ? error : new Unanswered(reasonOf(error), { cause: error });
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > BODY_BYTES_MAX) throw new Unanswered('the answer is far too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What the system says stays in `cause`; people get one of these. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the connection broke off';
  if (error.name === 'TimeoutError') return `there was no answer within ${TIMEOUT_SECONDS} seconds`;
  const codes = codesOf(error.cause);
  if (codes.some((code) => code === 'ECONNREFUSED')) return 'nothing answers there';
  if (codes.some((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN')) return 'there is no machine of that name';
  if (codes.some((code) => /CERT|TLS|SSL|SIGNATURE/.test(code))) return 'its TLS certificate is not accepted';
  return 'the connection broke off';
}

/** A host with two addresses fails with one error for each. */
function codesOf(cause: unknown): string[] {
  if (cause instanceof AggregateError) return cause.errors.flatMap(codesOf);
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? [code] : [];
}
