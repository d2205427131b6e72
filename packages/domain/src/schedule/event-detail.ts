import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { dayAfter } from '../calendar.ts';
import { organizationToday } from '../directory/index.ts';
import { requireEvent } from './event-store.ts';
import { viewEvent, viewTimes } from './event-view.ts';
import { occurrencesOn } from './occurrences.ts';

/** An event with when it happens next. Throws `not_found` for one this connection cannot see. */
export async function eventDetail(ctx: RequestContext, tx: Tx, eventId: string) {
  const event = await requireEvent(tx, eventId);
  const today = await organizationToday(ctx, tx);
  // What is struck through happens no more.
  const coming = event.voidedAt ? [] : occurrencesOn(event, { from: today, to: dayAfter(today, 365) });
  return { ...viewEvent(event), nextOccurrences: coming.slice(0, 5).map(viewTimes) };
}
