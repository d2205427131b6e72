import type { Module } from '@countersign/contracts/define-tool';
import { getRunningTimer } from './tools/get-running-timer.ts';
import { listTimeEntries } from './tools/list-time-entries.ts';
import { logTime } from './tools/log-time.ts';
import { startTimer } from './tools/start-timer.ts';
import { stopTimer } from './tools/stop-timer.ts';
import { updateTimeEntry } from './tools/update-time-entry.ts';

export { timeOverview } from './overview-store.ts';
export { billTime, countTimeOnInvoice, lockUnbilledTime, type UnbilledTime } from './unbilled-store.ts';
export { minutesBetween, unbilledProjects } from './watch-store.ts';
export { type WorkStretch, workIn, workValue } from './work-store.ts';

/** Who worked on what and for how long. What can be billed waits here until an invoice takes it. */
export const time: Module = {
  name: 'time',
  title: 'Time',
  area: 'general',
  tools: [listTimeEntries, getRunningTimer, startTimer, stopTimer, logTime, updateTimeEntry],
};
