import { createLoginSessions, type LoginSessions } from '../people/login-session.ts';
import { createSignInThrottle, type SignInThrottle } from '../people/sign-in-throttle.ts';
import { createFormGuard, type FormGuard } from './form-guard.ts';
import type { PagesDeps } from './pages-deps.ts';

/** What the handlers of the pages work with. */
export interface PageContext extends PagesDeps {
  readonly sessions: LoginSessions;
  readonly throttle: SignInThrottle;
  readonly guard: FormGuard;
}

export function createPageContext(deps: PagesDeps): PageContext {
  const { pool, clock, secretKey, urls } = deps;
  return {
    ...deps,
    sessions: createLoginSessions(pool, clock, urls.auth.startsWith('https:')),
    throttle: createSignInThrottle(pool, clock, secretKey),
    guard: createFormGuard(urls.auth, secretKey),
  };
}
