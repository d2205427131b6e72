import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { z } from 'zod';
import { DateRange, daysAsked } from '../../date-range.ts';
import { Day } from '../../day.ts';
import { activeCustomer, companyProfile, organizationToday } from '../../directory/index.ts';
import { requireProject } from '../../projects/index.ts';
import { billTime, lockUnbilledTime, type UnbilledTime } from '../../time/index.ts';
import { insertDraft, requireInvoice } from '../invoices/invoice-store.ts';
import { timeLines } from '../invoices/time-lines.ts';
import { linesOf } from '../line-store.ts';
import { isAbroad } from '../parties.ts';
import { teamFor } from '../placement.ts';
import { customerId, InvoiceDetail, LINES_MAX, note, paymentTermDays, reference } from '../schemas.ts';

const ENTRIES_NAMED = 20;

export const generateInvoiceFromTime = defineTool({
  name: 'generate_invoice_from_time',
  title: 'Generate invoice from time',
  summary:
    'Draft an invoice from unbilled billable time of a customer or project, one line for each task. The time is held by the draft.',
  module: 'billing',
  effect: 'create',
  input: z.strictObject({
    customerId: customerId.optional(),
    projectId: z.uuid().optional().describe('From list_projects; only its time, for its customer.'),
    range: DateRange.optional(),
    from: Day.optional(),
    to: Day.optional(),
    vatBasisPoints: z
      .int()
      .min(0)
      .max(10_000)
      .optional()
      .describe('2550 is 25.5 %; by default the organization’s own rate, for customers at home.'),
    reference,
    note,
    paymentTermDays,
  }),
  output: InvoiceDetail,
  examples: [{ customerId: '$billableCustomerId' }, { projectId: '$billableProjectId', range: 'this_year' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, input, tx) => {
    const today = await organizationToday(ctx, tx);
    const place = await placeOf(ctx, tx, input);
    const customer = await activeCustomer(tx, place.customerId);
    const profile = await companyProfile(ctx, tx);
    const vatBasisPoints = input.vatBasisPoints ?? (isAbroad(customer, profile) ? undefined : profile.vatBasisPoints);
    if (vatBasisPoints === undefined || vatBasisPoints === null) {
      throw new AppError(
        'invalid_input',
        'vatBasisPoints: no rate is known for this customer. Say which one applies.',
        {
          fields: [{ path: 'vatBasisPoints', problem: 'needed for customers abroad' }],
        },
      );
    }
    const { from, to } = daysAsked(input, today);
    const time = await lockUnbilledTime(tx, { customerId: customer.id, projectId: input.projectId, from, to });
    const lines = timeLines(priced(time, profile.baseCurrency), vatBasisPoints);
    if (lines.length > LINES_MAX) {
      throw new AppError('conflict', `That would be more than ${LINES_MAX} lines. Name a project or a shorter range.`);
    }
    const { reference: named, note: said } = input;
    const fields = {
      ...place,
      currency: profile.baseCurrency,
      reference: named,
      note: said,
      paymentTermDays: input.paymentTermDays ?? customer.paymentTermDays,
    };
    const invoiceId = await insertDraft(ctx, tx, fields, lines);
    const stored = await linesOf(tx, 'invoice', invoiceId);
    for (const [index, { entryIds }] of lines.entries()) await billTime(tx, entryIds, stored[index]?.id ?? '');
    return requireInvoice(tx, invoiceId, today);
  });

async function placeOf(
  ctx: RequestContext,
  tx: Tx,
  named: { customerId?: string | undefined; projectId?: string | undefined },
) {
  const project = named.projectId ? await requireProject(tx, named.projectId) : undefined;
  const customer = project ? project.customerId : named.customerId;
  const fits = !project || named.customerId === undefined || named.customerId === project.customerId;
  if (!customer || !fits) {
    const path = project && fits ? 'projectId' : 'customerId';
    throw new AppError(
      'invalid_input',
      `${path}: name a customer, or a project that is for one, and no other customer.`,
      {
        fields: [{ path, problem: 'no customer to bill' }],
      },
    );
  }
  const projectId = project?.id ?? null;
  return { customerId: customer, projectId, teamId: await teamFor(ctx, tx, { projectId }) };
}

/** Throws `conflict` when there is nothing to bill, or something without a price. */
function priced(time: readonly UnbilledTime[], currency: string) {
  if (time.length === 0) {
    throw new AppError(
      'conflict',
      'There is no unbilled billable time for this. See list_time_entries, invoiced: false.',
    );
  }
  const unpriced = time.filter((entry) => entry.rateMinor === null || entry.currency !== currency);
  if (unpriced.length > 0) {
    throw new AppError(
      'conflict',
      `${unpriced.length} entries have no hourly rate in ${currency}: see timeEntryIds. Set rateMinor with update_time_entry.`,
      { timeEntryIds: unpriced.slice(0, ENTRIES_NAMED).map(({ id }) => id) },
    );
  }
  return time.map((entry) => ({ ...entry, rateMinor: entry.rateMinor ?? 0 }));
}
