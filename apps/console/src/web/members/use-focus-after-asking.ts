import { useCallback, useEffect, useRef } from 'react';

interface Place {
  readonly control: Element | null;
  readonly section: Element | null;
}

/**
 * Where the focus goes when a dialog has closed: back to what asked, or to the heading of its section when that is gone with its row,
 * or to `status` when the section is gone too. The row may go only after the dialog, so each drawing looks anew.
 */
export function useFocusAfterAsking(isAsking: boolean) {
  const place = useRef<Place>(null);
  const status = useRef<HTMLOutputElement>(null);
  useEffect(() => {
    if (isAsking || !place.current) return;
    const { activeElement: active, body } = document;
    const isLost = active === null || active === body || active.closest('[role=dialog]') !== null;
    if (!isLost) {
      // The person has gone on.
      place.current = null;
      return;
    }
    const { control, section } = place.current;
    const next = [control, section?.querySelector('h2'), status.current].find((one) => one?.isConnected);
    if (next instanceof HTMLElement) next.focus({ preventScroll: next === control });
  });
  const askedFrom = useCallback((control: Element | null) => {
    place.current = { control, section: control?.closest('section') ?? null };
  }, []);
  return { askedFrom, status };
}
