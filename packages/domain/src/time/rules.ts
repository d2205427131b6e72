import { AppError } from '@countersign/contracts/errors';
import { MINUTES_MAX } from './schemas.ts';

const MINUTE_MS = 60_000;

/**
 * The minutes of a timer, to the nearest and at least one. Throws `invalid_input` when it would end before it started, `conflict` when
 * it has run for more than a day: then somebody forgot it, and has to say when the work ended.
 */
export function minutesBetween(startedAt: Date, endedAt: Date): number {
  if (endedAt < startedAt) {
    throw new AppError('invalid_input', 'endedAt: the timer was started after that. Give a later time.', {
      fields: [{ path: 'endedAt', problem: 'before the start' }],
    });
  }
  const minutes = Math.max(1, Math.round((endedAt.getTime() - startedAt.getTime()) / MINUTE_MS));
  if (minutes <= MINUTES_MAX) return minutes;
  throw new AppError(
    'conflict',
    'The timer has run for more than a day. Call stop_timer with endedAt, the time when the work ended.',
    { startedAt: startedAt.toISOString() },
  );
}

/** Throws `conflict` for an entry that an invoice or a draft bills. */
export function refuseInvoiced({ invoiceId }: { readonly invoiceId: string | null }): void {
  if (invoiceId === null) return;
  throw new AppError(
    'conflict',
    'This time is on an invoice and cannot be changed. Take its line off the draft with update_invoice_draft first.',
    {
      invoiceId,
    },
  );
}

/** Throws `invalid_input` for work that could be billed to nobody. */
export function refuseUnbillable(billable: boolean, customerId: string | null): void {
  if (!billable || customerId !== null) return;
  throw new AppError(
    'invalid_input',
    'billable: there is nobody to bill. Name a customer, or a project that has one.',
    {
      fields: [{ path: 'billable', problem: 'needs a customer' }],
    },
  );
}

/** Throws `invalid_input` for a day after `today`. */
export function refuseFuture(workedOn: string, today: string): void {
  if (workedOn <= today) return;
  throw new AppError('invalid_input', 'workedOn: that day is still to come. Log time once it was worked.', {
    fields: [{ path: 'workedOn', problem: 'in the future' }],
  });
}
