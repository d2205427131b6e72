import { type RefObject, useEffect, useRef } from 'react';

/** A page that was gone to begins at its top, and the keyboard goes on in it. Back finds the place that was left: that is the browser's. */
export function useNewPage(path: string, content: RefObject<HTMLElement | null>): void {
  const shown = useRef(path);
  const traversedTo = useRef<string>(undefined);
  useEffect(() => {
    const note = () => {
      traversedTo.current = location.pathname;
    };
    // Told before the page that follows is drawn.
    addEventListener('popstate', note, { capture: true });
    return () => removeEventListener('popstate', note, { capture: true });
  }, []);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    if (traversedTo.current !== location.pathname) scrollTo(0, 0);
    traversedTo.current = undefined;
    content.current?.focus({ preventScroll: true });
  }, [path, content]);
}
