import { RECENT_SIGN_IN_REQUIRED } from '@countersign/contracts/console-api';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/api-request.ts';
import { sessionQuery } from '../api/session.ts';
import { keepChange } from './kept-change.ts';

/**
 * For a change that the API makes only after a recent sign-in. The function it gives takes what the change failed with: when that is why,
 * it leads through the sign-in and back to this page, where `useKeptChange` sends the change again. Everything else it leaves to
 * whoever shows errors.
 */
export function useSignInAgain(change: string) {
  const personId = useQuery(sessionQuery).data?.person.id;
  return (error: Error, draft: unknown): void => {
    if (!(error instanceof ApiError) || error.code !== RECENT_SIGN_IN_REQUIRED || personId === undefined) return;
    keepChange(change, personId, draft);
    const here = location.pathname + location.search + location.hash;
    location.assign(`/auth/sign-in?again&return_to=${encodeURIComponent(here)}`);
  };
}
