import type { Tx } from '@countersign/contracts/request-context';
import { invoicedBetween } from '../billing/index.ts';
import { type Days, daysOf } from '../date-range.ts';
import { tasksDoneBetween } from '../tasks/index.ts';
import { minutesBetween } from '../time/index.ts';
import { insertInsight, issuesBetween } from './insight-store.ts';
import type { Figure } from './schemas.ts';

/** Keeps the figures of the week before the one `today` (`YYYY-MM-DD`) is in, once. Says whether they were new. */
export async function composeInsight(tx: Tx, organizationId: string, today: string): Promise<boolean> {
  const week = daysOf('last_week', today);
  const before = daysOf('last_week', week.from);
  const previous = await figuresOf(tx, before);
  const figures = (await figuresOf(tx, week)).map((figure) => ({
    ...figure,
    previous: previous.find(({ key, unit }) => key === figure.key && unit === figure.unit)?.value ?? 0,
  }));
  return insertInsight(tx, organizationId, week.from, figures);
}

async function figuresOf(tx: Tx, { from, to }: Days): Promise<Omit<Figure, 'previous'>[]> {
  const invoiced = await invoicedBetween(tx, from, to);
  const issues = await issuesBetween(tx, from, to);
  const count = { unit: 'count' };
  return [
    { key: 'time_worked', module: 'time', unit: 'minutes', value: await minutesBetween(tx, from, to) },
    { key: 'tasks_done', module: 'tasks', ...count, value: await tasksDoneBetween(tx, from, to) },
    {
      key: 'invoices_issued',
      module: 'billing',
      ...count,
      value: invoiced.reduce((sum, row) => sum + row.count, 0),
    },
    ...invoiced.map(({ currency, netMinor }) => ({
      key: 'invoiced_net',
      module: 'billing',
      unit: currency,
      value: netMinor,
    })),
    { key: 'issues_opened', module: 'signals', ...count, value: issues.opened },
    { key: 'issues_resolved', module: 'signals', ...count, value: issues.resolved },
  ];
}
