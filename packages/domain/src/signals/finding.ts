import type { Tx } from '@countersign/contracts/request-context';
import { budgetsConsumed, overdueInvoices, refusedLetters } from '../billing/index.ts';
import { dayAfter } from '../calendar.ts';
import { importInNeedOfAttention } from '../integrations/index.ts';
import { shiftConflicts } from '../schedule/index.ts';
import { overdueTasks } from '../tasks/index.ts';
import { unbilledProjects } from '../time/index.ts';
import { daysBetween, severityFrom } from './rules.ts';
import type { IssueDetail, SignalKind } from './schemas.ts';

/** A budget is told of from here on, while something of it is left. */
const BUDGET_PERCENT = 80;

/** Something a signal found at one look. */
export type Finding = Pick<IssueDetail, 'title' | 'severity' | 'recordKind' | 'recordId' | 'teamId' | 'evidence'>;

/** How long billable time may wait for its invoice. */
const UNBILLED_DAYS = 30;

/** When a look is taken; `today` is the organization's own day. */
export interface Moment {
  readonly now: Date;
  readonly today: string;
}

/** What each signal looks for, asked of the module that keeps it. Sees what the transaction sees. */
export const FINDERS: Readonly<Record<SignalKind, (tx: Tx, moment: Moment) => Promise<Finding[]>>> = {
  async budget_consumed(tx, { today }) {
    return (await budgetsConsumed(tx, today, BUDGET_PERCENT)).map(
      ({ id, teamId, name, projectName, currency, amountMinor, consumedMinor, consumedPercent }) => ({
        title: `${consumedPercent} % of ${name} of ${projectName} is consumed`,
        severity: severityFrom(consumedPercent, 90, 100),
        recordKind: 'budget',
        recordId: id,
        teamId,
        evidence: { projectName, currency, amountMinor, consumedMinor, consumedPercent },
      }),
    );
  },

  async connection_unhealthy(tx) {
    const last = await importInNeedOfAttention(tx);
    if (!last) return [];
    const { id, teamId, documentName, failure, unmatchedRows, finishedAt } = last;
    return [
      {
        title: `The bank statement ${documentName} needs attention`,
        severity: failure ? 'high' : 'medium',
        recordKind: 'statement_import',
        recordId: id,
        teamId,
        evidence: { documentName, failure, unmatchedRows, finishedAt },
      },
    ];
  },

  async invoice_overdue(tx, { today }) {
    return (await overdueInvoices(tx, today)).map(
      ({ id, teamId, number, customerName, dueOn, openMinor, currency }) => {
        const daysOverdue = daysBetween(dueOn, today);
        return {
          title: `Invoice ${number} to ${customerName} is overdue`,
          severity: severityFrom(daysOverdue, 8, 31),
          recordKind: 'invoice',
          recordId: id,
          teamId,
          evidence: { number, customerName, dueOn, daysOverdue, openMinor, currency },
        };
      },
    );
  },

  async letter_refused(tx) {
    return (await refusedLetters(tx)).map(({ id, teamId, number, customerName, recipient, refusal, refusedAt }) => ({
      title: `The letter about invoice ${number} did not reach ${customerName}`,
      severity: 'high',
      recordKind: 'invoice',
      recordId: id,
      teamId,
      evidence: { number, customerName, recipient, refusal, refusedAt },
    }));
  },

  async shift_conflict(tx, { now }) {
    return (await shiftConflicts(tx, now)).map(({ id, teamId, title, startsAt, assigneeName, reason }) => {
      const hoursLeft = Math.round((Date.parse(startsAt) - now.getTime()) / 3_600_000);
      return {
        title: reason === 'open' ? `Nobody works the shift ${title}` : `${assigneeName} is not in the team of ${title}`,
        severity: severityFrom(-hoursLeft, -96, -24),
        recordKind: 'shift',
        recordId: id,
        teamId,
        evidence: { reason, startsAt, hoursLeft, assigneeName },
      };
    });
  },

  async task_overdue(tx, { today }) {
    return (await overdueTasks(tx, today)).map(({ id, teamId, title, dueOn, projectName, assigneeName }) => {
      const daysOverdue = daysBetween(dueOn, today);
      return {
        title: `${title} is overdue`,
        severity: severityFrom(daysOverdue, 4, 15),
        recordKind: 'task',
        recordId: id,
        teamId,
        evidence: { projectName, assigneeName, dueOn, daysOverdue },
      };
    });
  },

  async unbilled_time(tx, { today }) {
    return (await unbilledProjects(tx, dayAfter(today, -UNBILLED_DAYS))).map(({ id, teamId, name, since, minutes }) => {
      const daysWaiting = daysBetween(since, today);
      return {
        title: `${name} has unbilled time`,
        severity: severityFrom(daysWaiting, 45, 90),
        recordKind: 'project',
        recordId: id,
        teamId,
        evidence: { since, daysWaiting, minutes },
      };
    });
  },
};
