import type { Module } from '@countersign/contracts/define-tool';
import { assignShift } from './tools/assign-shift.ts';
import { createEvent } from './tools/create-event.ts';
import { createShift } from './tools/create-shift.ts';
import { getEvent } from './tools/get-event.ts';
import { listEvents } from './tools/list-events.ts';
import { listShifts } from './tools/list-shifts.ts';
import { updateEvent } from './tools/update-event.ts';
import { updateShift } from './tools/update-shift.ts';

export { listOccurrences } from './list-occurrences.ts';
export { nextDayOf, nextDaysOf } from './occurrences.ts';
export { parseRecurrence } from './recurrence.ts';
export { shiftConflicts } from './watch-store.ts';

export const schedule: Module = {
  name: 'schedule',
  title: 'Schedule',
  area: 'general',
  tools: [listEvents, getEvent, listShifts, createEvent, updateEvent, createShift, updateShift, assignShift],
};
