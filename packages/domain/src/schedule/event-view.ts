import { zonedText } from '../zone-clock.ts';
import type { EventRow } from './event-store.ts';
import type { EventTimes } from './event-times.ts';
import type { EventRecord } from './schemas.ts';

/** Times as the clock shows them in the event's zone. */
export function viewTimes({ startsOn, endsOn, startsAt, endsAt, timeZone }: EventTimes) {
  return {
    startsOn,
    endsOn,
    startsAt: startsAt === null ? null : zonedText(startsAt, timeZone),
    endsAt: endsAt === null ? null : zonedText(endsAt, timeZone),
  };
}

/** An event, or one occurrence of it, as callers see it. */
export function viewEvent(event: EventRow, times: EventTimes = event): EventRecord {
  return { ...event, ...viewTimes(times), allDay: event.startsAt === null };
}
