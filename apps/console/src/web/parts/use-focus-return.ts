import { useEffect } from 'react';

/** Gives the focus back to what opened a dialog. The library does so for one that was there before, not for one that is made as it opens. */
export function useFocusReturn(opened: boolean): void {
  useEffect(() => {
    if (!opened) return undefined;
    const from = document.activeElement;
    return () => {
      if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
    };
  }, [opened]);
}
