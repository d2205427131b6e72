import type { AppError } from './errors.ts';

/** One question to a client, in MCP’s words (2026-07-28, multi-round-trip requests). */
export interface InputRequest {
  readonly method: 'elicitation/create' | 'sampling/createMessage' | 'roots/list';
  readonly params: Readonly<Record<string, unknown>>;
}

export interface InputRequiredParts {
  /** Each question under the name its answer comes back with. */
  readonly requests?: Readonly<Record<string, InputRequest>>;
  /** What the next round has to know. The wire signs it and binds it to this caller, tool and input; the client can read it. */
  readonly state?: string;
  /** What a caller is told who cannot be asked: of an earlier revision, over REST, or without the capability. */
  readonly otherwise?: AppError;
}

/**
 * That a call has to ask before it can go on. Thrown by a handler it takes back all that the call did; whoever holds a call may return it after a commit of
 * its own. An answer proves nothing about a person: clients answer by themselves. Does not check that any question is asked.
 */
export class InputRequired extends Error {
  override readonly name = 'InputRequired';
  readonly requests: Readonly<Record<string, InputRequest>>;
  readonly state: string | undefined;
  readonly otherwise: AppError | undefined;

  constructor({ requests = {}, state, otherwise }: InputRequiredParts) {
    super('The call asks before it goes on.');
    this.requests = requests;
    this.state = state;
    this.otherwise = otherwise;
  }
}

/** What a client sent with a call that was asked something before. The answers are input like any other: nothing of them was checked. */
export interface InputAnswers {
  readonly responses: Readonly<Record<string, unknown>>;
  readonly state: string | undefined;
}
