/**
 * The closed table of outcomes a caller can be told about. Each wire (MCP, REST) formats these in one place.
 * `apps/auth` does not use them: it speaks the OAuth error codes of the RFCs.
 */
export const ERROR_CODES = {
  invalid_input: {
    status: 400,
    retry: 'after a change',
    title: 'The input does not fit',
    cure: 'Correct what `fields` names and call again.',
  },
  unauthenticated: {
    status: 401,
    retry: 'with another credential',
    title: 'Not signed in',
    cure: 'Connect again, or use another API key. The answer never says whether a credential is unknown, expired or revoked.',
  },
  insufficient_scope: {
    status: 403,
    retry: 'with a wider credential',
    title: 'The credential was not given this',
    cure: 'Ask the person to connect again and allow every scope in `scopes`. An API key keeps the scopes it was made with: its holder can make another with that scope at `url`.',
  },
  access_disabled: {
    status: 403,
    retry: 'after an admin acts',
    title: 'The organization lets no connection in',
    cure: 'An admin can turn access on at `url`. Connecting again does not help.',
  },
  write_disabled: {
    status: 403,
    retry: 'after an admin acts',
    title: 'The organization lets nothing be changed',
    cure: 'An admin can turn “Allow MCP write access” on at `url`. Connecting again does not help.',
  },
  billing_write_disabled: {
    status: 403,
    retry: 'after an admin acts',
    title: 'The organization lets no billing be changed',
    cure: 'An admin can turn “Allow MCP billing write” on at `url`. Connecting again does not help.',
  },
  role_forbids: {
    status: 403,
    retry: 'after an admin acts',
    title: 'The role does not allow this',
    cure: 'An owner or admin of the organization can change the role, or call with a key of the organization.',
  },
  change_off: {
    status: 403,
    retry: 'after an admin acts',
    title: 'The organization has turned changes of this kind off',
    cure: 'An admin can change the rule at `url`. Connecting again does not help.',
  },
  awaiting_signature: {
    status: 202,
    retry: 'never',
    title: 'Waits for a person’s signature',
    cure: 'Nothing was changed yet. Tell the person that it waits at `url`; `get_proposal` with `proposalId` says what became of it.',
  },
  not_found: {
    status: 404,
    retry: 'never',
    title: 'No such record',
    cure: 'List first to find the id. The answer is the same whether the record never was or belongs to somebody else.',
  },
  conflict: {
    status: 409,
    retry: 'after a new read',
    title: 'The state of the record forbids this',
    cure: 'Read the record again and decide anew. `currentVersion` is what a stale update should have named.',
  },
  rate_limited: {
    status: 429,
    retry: 'later',
    title: 'Too many calls',
    cure: 'Wait `retryAfterSeconds`, then go on more slowly.',
  },
  unavailable: {
    status: 503,
    retry: 'later',
    title: 'The service is busy',
    cure: 'Call again shortly, with the same idempotency key if it was a write.',
  },
  internal: {
    status: 500,
    retry: 'later',
    title: 'Something failed on our side',
    cure: 'Call again once; then report the request id.',
  },
} as const satisfies Record<string, { status: number; retry: string; title: string; cure: string }>;

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
