import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { z } from 'zod';
import { billingOverview, unbookedExpenses } from '../../billing/index.ts';
import { booksOverview } from '../../books/index.ts';
import { dayAfter } from '../../calendar.ts';
import { organizationToday } from '../../directory/index.ts';
import { mayRead } from '../../may-read.ts';
import { projectsOverview } from '../../projects/index.ts';
import { listOccurrences } from '../../schedule/index.ts';
import { tasksOverview } from '../../tasks/index.ts';
import { timeOverview } from '../../time/index.ts';
import { type Attention, Overview } from '../schemas.ts';

/** How many late records of each kind are named. */
const TOP = 5;
const EVENTS_SHOWN = 10;
const DAYS_AHEAD = 7;

export const getOverview = defineTool({
  name: 'get_overview',
  title: 'Get overview',
  summary:
    'Key figures of projects, tasks, schedule, time, billing and books, and what needs attention, in one call. Use it to start a day.',
  module: 'account',
  effect: 'read',
  input: z.strictObject({}),
  output: Overview,
  examples: [{}],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, _input, tx) => {
    const today = await organizationToday(ctx, tx);
    const projects = mayRead(ctx, 'projects', 'general') ? await projectsOverview(tx, today, TOP) : null;
    const tasks = mayRead(ctx, 'tasks', 'general') ? await tasksOverview(tx, today, TOP) : null;
    const time = mayRead(ctx, 'time', 'general') ? await timeOverview(tx, today) : null;
    const billing = mayRead(ctx, 'billing', 'billing') ? await billingOverview(tx, today, TOP) : null;
    const upcomingEvents = mayRead(ctx, 'schedule', 'general') ? await eventsFrom(tx, today) : null;
    const books = mayRead(ctx, 'books', 'finance') ? await readinessOfBooks(ctx, tx) : null;
    const attention = [
      ...late('overdue_invoice', billing, ({ number, customerName }) => `Invoice ${number} to ${customerName}`),
      ...late('overdue_project', projects, ({ name }) => name),
      ...late('overdue_task', tasks, ({ title }) => title),
    ].sort((one, other) => one.dueOn.localeCompare(other.dueOn));
    const where = { organization: ctx.organization.name, team: ctx.team?.name ?? null };
    return { today, ...where, projects, tasks, upcomingEvents, time, billing, books, attention };
  });

async function readinessOfBooks(ctx: RequestContext, tx: Tx) {
  const books = await booksOverview(ctx, tx);
  const unbooked = await unbookedExpenses(tx, books.lastPeriod?.to ?? null);
  return {
    ...books,
    ready: unbooked.until === 0 && books.overdueFilings === 0,
    unbookedExpenses: unbooked.all,
    unbookedInLastPeriod: unbooked.until,
  };
}

/** Null when there are more than a list of events takes at once: that alone must not keep anybody from the rest. */
async function eventsFrom(tx: Tx, today: string) {
  const days = { from: today, to: dayAfter(today, DAYS_AHEAD) };
  try {
    return (await listOccurrences(tx, { days, voided: false, limit: EVENTS_SHOWN })).items;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_input') return null;
    throw error;
  }
}

function late<Row extends { readonly id: string; readonly dueOn: string | null }>(
  kind: Attention['kind'],
  part: { readonly mostOverdue: readonly Row[] } | null,
  titleOf: (row: Row) => string,
): Attention[] {
  return (part?.mostOverdue ?? []).map((row) => ({
    kind,
    recordId: row.id,
    title: titleOf(row),
    dueOn: row.dueOn ?? '',
  }));
}
