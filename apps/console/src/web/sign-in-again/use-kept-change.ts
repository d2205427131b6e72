import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { sessionQuery } from '../api/session.ts';
import { takeKeptChange } from './kept-change.ts';

/** Goes on with what this person was about to change on this page when it asked for a sign-in; `draft` is as `useSignInAgain` was given it. */
export function useKeptChange(change: string, goOn: (draft: unknown) => void): void {
  const personId = useQuery(sessionQuery).data?.person.id;
  const resume = useEffectEvent(goOn);
  useEffect(() => {
    const draft = personId === undefined ? undefined : takeKeptChange(change, personId);
    if (draft !== undefined) resume(draft);
  }, [change, personId]);
}
