/**
 * The closed table of outcomes a caller can be told about. Each wire (MCP, REST) formats these in one place.
 * `apps/auth` does not use them: it speaks the OAuth error codes of the RFCs.
 */
export const ERROR_CODES = {
  invalid_input: { status: 400, retry: 'after a change' },
  unauthenticated: { status: 401, retry: 'after signing in again' },
  insufficient_scope: { status: 403, retry: 'after consent' },
  access_disabled: { status: 403, retry: 'after an admin acts' },
  write_disabled: { status: 403, retry: 'after an admin acts' },
  billing_write_disabled: { status: 403, retry: 'after an admin acts' },
  role_forbids: { status: 403, retry: 'after an admin acts' },
  not_found: { status: 404, retry: 'never' },
  conflict: { status: 409, retry: 'after a new read' },
  rate_limited: { status: 429, retry: 'later' },
  unavailable: { status: 503, retry: 'later' },
  internal: { status: 500, retry: 'later' },
} as const satisfies Record<string, { status: number; retry: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Facts a program can act on, beside the sentence a person reads. Never holds stored text. */
export interface ErrorDetails {
  /** Which input failed and why, by path; for `invalid_input`. */
  readonly fields?: readonly { readonly path: string; readonly problem: string }[];
  /** The version a stale update should have named; for `conflict`. */
  readonly currentVersion?: number;
  /** Every scope the operation needs; for `insufficient_scope`. */
  readonly scopes?: readonly string[];
  /** The page where the person or an admin can change the answer. */
  readonly url?: string;
  readonly retryAfterSeconds?: number;
  /** Other facts of the failed rule, such as the id of the record that stands in the way. */
  readonly [fact: string]: unknown;
}

/**
 * The one error class below the apps. `message` is public: whole sentences of ours that say what to do next, never stored
 * user text and never another system's message. What an operator needs goes into `cause`, which is logged and never sent.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, publicMessage: string, { cause, ...details }: ErrorDetails & { cause?: unknown } = {}) {
    super(publicMessage, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/**
 * The one answer for a record that is missing, in another organization, or outside the connection's team. The three are
 * the same bytes on purpose, so an id cannot be probed.
 */
export function notFound(record: string): AppError {
  return new AppError('not_found', `No such ${record}, or this connection cannot see it. List first to find the id.`);
}
