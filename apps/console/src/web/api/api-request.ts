import { type ConsoleError, RECENT_SIGN_IN_REQUIRED } from '@countersign/contracts/console-api';

/** An answer that is not a success. `message` is whole sentences, ready to be shown. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  /** What to do about each field of a form that does not fit. */
  readonly fields: Readonly<Record<string, string>>;
  constructor(code: string, message: string, fields: ConsoleError['error']['fields'] = []) {
    super(message);
    this.code = code;
    this.fields = Object.fromEntries(fields.map(({ path, problem }) => [path, problem]));
  }
}

const UNREACHABLE = new ApiError('unreachable', 'The console cannot be reached. Check your connection and try again.');

export async function apiGet<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return answerOf<Answer>(fetch(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) }));
}

export async function apiChange<Answer>(
  method: 'POST' | 'PATCH' | 'PUT',
  path: string,
  csrfToken: string,
  body: object = {},
): Promise<Answer> {
  const headers = { accept: 'application/json', 'content-type': 'application/json', 'x-csrf-token': csrfToken };
  return answerOf<Answer>(fetch(path, { method, headers, body: JSON.stringify(body) }));
}

async function answerOf<Answer>(response: Promise<Response>): Promise<Answer> {
  const answer = await response.catch((error: unknown) => {
    throw error instanceof DOMException && error.name === 'AbortError' ? error : UNREACHABLE;
  });
  if (answer.ok) return (await answer.json()) as Answer;
  const body = (await answer.json().catch(() => undefined)) as ConsoleError | undefined;
  if (answer.status === 401) return leaveToSignIn();
  if (body) throw new ApiError(body.error.code, body.error.message, body.error.fields);
  throw UNREACHABLE;
}

/** Signs in again and comes back to this very address; what was asked is asked anew by the page that loads then. */
function leaveToSignIn(): Promise<never> {
  const here = location.pathname + location.search + location.hash;
  location.assign(`/auth/sign-in?return_to=${encodeURIComponent(here)}`);
  return new Promise(() => {});
}

const FINAL = new Set(['not_found', 'role_forbids', 'invalid_input', 'cross_site_request', RECENT_SIGN_IN_REQUIRED]);

/** Twice, and only what another try can cure. */
export function retryWhenItMayHelp(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof ApiError && FINAL.has(error.code));
}

/** An interval for queries that should keep up with others' changes; it ends with an answer that no other try can change. */
export function everySeconds(seconds: number) {
  return ({ state }: { readonly state: { readonly error: Error | null } }): number | false =>
    retryWhenItMayHelp(0, state.error ?? new Error()) && seconds * 1000;
}
