import { useEffect, useRef } from 'react';
import { navigate } from 'wouter/use-browser-location';

/** Goes where the person was about to go. */
export type Leave = () => void;

/**
 * Asks before a page is left that would lose something. Where the person stays in the console, by a link or the browser's Back, `ask` is told;
 * when the window is closed or goes elsewhere the browser asks in its own words. A browser without the Navigation API asks only then.
 */
export function useLeaveWarning(wouldLose: boolean, ask: (leave: Leave) => void): void {
  const asks = useRef(ask);
  useEffect(() => {
    asks.current = ask;
  });
  useEffect(() => {
    if (!wouldLose) return undefined;
    const leaving = new AbortController();
    const { signal } = leaving;
    addEventListener('beforeunload', (event) => event.preventDefault(), { signal });
    const hold = (event: NavigateEvent) => {
      const { url, key, sameDocument } = event.destination;
      const { pathname, search, hash } = new URL(url);
      if (!sameDocument || !event.cancelable || pathname === location.pathname) return;
      event.preventDefault();
      asks.current(() => {
        leaving.abort();
        if (event.navigationType === 'traverse') navigation.traverseTo(key);
        else navigate(pathname + search + hash);
      });
    };
    if ('navigation' in window) navigation.addEventListener('navigate', hold, { signal });
    return () => leaving.abort();
  }, [wouldLose]);
}
