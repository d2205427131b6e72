import { AppError } from '@countersign/contracts/errors';
import type { RequestContext } from '@countersign/contracts/request-context';
import type { Area } from '@countersign/contracts/scopes';
import { mayRead } from '../may-read.ts';
import type { Figure, IssueStatus, Severity, SignalKind } from './schemas.ts';

interface SignalRule {
  readonly title: string;
  readonly summary: string;
  /** Whose records it tells of: who may not read those does not see what it found. */
  readonly module: string;
  readonly area: Area;
}

/** What an organization can watch for. */
export const SIGNALS: Readonly<Record<SignalKind, SignalRule>> = {
  budget_consumed: {
    title: 'Budget nearly consumed',
    summary: 'More than 80 % of a budget in force is consumed by work and expenses.',
    module: 'billing',
    area: 'billing',
  },
  connection_unhealthy: {
    title: 'Data connection unhealthy',
    summary: 'The last bank statement could not be imported, or left money unmatched.',
    module: 'integrations',
    area: 'finance',
  },
  invoice_overdue: {
    title: 'Invoice overdue',
    summary: 'An issued invoice is past its due date and not paid in full.',
    module: 'billing',
    area: 'billing',
  },
  letter_refused: {
    title: 'Letter refused',
    summary: 'The last letter about an invoice was refused by the customer’s mail server, or could not be delivered.',
    module: 'billing',
    area: 'billing',
  },
  shift_conflict: {
    title: 'Shift conflict',
    summary:
      'A shift of the next two weeks is assigned to somebody who is not in its team, or starts soon and is open.',
    module: 'schedule',
    area: 'general',
  },
  task_overdue: {
    title: 'Task overdue',
    summary: 'A task of a running project is past its due date and not done.',
    module: 'tasks',
    area: 'general',
  },
  unbilled_time: {
    title: 'Unbilled time',
    summary: 'A project has billable time older than 30 days that no invoice has taken.',
    module: 'time',
    area: 'general',
  },
};

/** The signals whose findings this caller could also read at their source. */
export function readableKinds(ctx: RequestContext): SignalKind[] {
  return (Object.keys(SIGNALS) as SignalKind[]).filter((kind) =>
    mayRead(ctx, SIGNALS[kind].module, SIGNALS[kind].area),
  );
}

const FIGURE_AREAS: Readonly<Record<string, Area>> = { billing: 'billing' };

/** Those of a week's figures that this caller could also read at their source. */
export function readableFigures(ctx: RequestContext, figures: readonly Figure[]): Figure[] {
  return figures.filter(({ module }) => mayRead(ctx, module, FIGURE_AREAS[module] ?? 'general'));
}

/** `low` below `mediumFrom`, `high` from `highFrom` on. */
export function severityFrom(value: number, mediumFrom: number, highFrom: number): Severity {
  if (value >= highFrom) return 'high';
  return value >= mediumFrom ? 'medium' : 'low';
}

/** Days from one `YYYY-MM-DD` to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Throws `conflict` for an issue whose cause is gone: it is history. */
export function refuseResolved({ status }: { readonly status: IssueStatus }): void {
  if (status !== 'resolved') return;
  throw new AppError('conflict', 'This issue is resolved: what caused it is gone. Nothing is left to decide about it.');
}
