import type { FastifyInstance } from 'fastify';
import { type Challenges, createChallenges } from '../passkeys/challenges.ts';
import { createLoginSessions, type LoginSessions } from '../people/login-session.ts';
import { createSignInThrottle, type SignInThrottle } from '../people/sign-in-throttle.ts';
import { type AfterAnswer, createAfterAnswer } from './after-answer.ts';
import { createFormGuard, type FormGuard } from './form-guard.ts';
import type { PagesDeps } from './pages-deps.ts';

/** What the handlers of the pages work with. */
export interface PageContext extends PagesDeps {
  readonly sessions: LoginSessions;
  readonly throttle: SignInThrottle;
  readonly guard: FormGuard;
  readonly challenges: Challenges;
  readonly afterAnswer: AfterAnswer;
}

export function createPageContext(app: FastifyInstance, deps: PagesDeps): PageContext {
  const { pool, log, clock, secretKey, urls } = deps;
  return {
    ...deps,
    sessions: createLoginSessions(pool, clock, urls.auth.startsWith('https:')),
    throttle: createSignInThrottle(pool, clock, secretKey),
    guard: createFormGuard(urls.auth, secretKey),
    challenges: createChallenges(pool, clock, secretKey),
    afterAnswer: createAfterAnswer(app, log),
  };
}
