import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Keeps what is being read where it is when rows are put above it: the surrounding dialog scrolls along. While the top of the
 * list is in sight nothing is moved, so that new rows are seen to arrive. Rows are told apart by their `data-row`.
 */
export function useKeptPlace(list: RefObject<HTMLElement | null>): void {
  const before = useRef<{ readonly row: string; readonly top: number }>(undefined);
  useLayoutEffect(() => {
    const element = list.current;
    const scroller = element?.closest('[role=dialog]');
    if (!element || !scroller) return;
    const listTop = element.getBoundingClientRect().top;
    const topOf = (row: Element) => row.getBoundingClientRect().top - listTop;
    const was = before.current;
    const moved = was && element.querySelector(`[data-row="${was.row}"]`);
    if (moved && listTop < scroller.getBoundingClientRect().top) scroller.scrollTop += topOf(moved) - was.top;
    const first = element.querySelector('[data-row]');
    before.current = first ? { row: first.getAttribute('data-row') ?? '', top: topOf(first) } : undefined;
  });
}
