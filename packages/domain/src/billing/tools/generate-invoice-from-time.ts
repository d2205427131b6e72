import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { z } from 'zod';
import { DateRange, daysAsked } from '../../date-range.ts';
import { Day } from '../../day.ts';
import { activeCustomer, companyProfile, organizationToday } from '../../directory/index.ts';
import { requireProject } from '../../projects/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { billTime, lockUnbilledTime, type UnbilledTime } from '../../time/index.ts';
import { changeDraft, insertDraft, lockDraft, requireInvoice } from '../invoices/invoice-store.ts';
import { timeLines } from '../invoices/time-lines.ts';
import { appendLines, linesOf } from '../line-store.ts';
import { isAbroad } from '../parties.ts';
import { teamFor } from '../placement.ts';
import { customerId, InvoiceDetail, LINES_MAX, note, paymentTermDays, reference } from '../schemas.ts';

const ENTRIES_NAMED = 20;

export const generateInvoiceFromTime = defineTool({
  name: 'generate_invoice_from_time',
  title: 'Generate invoice from time',
  summary:
    'Draft an invoice from unbilled billable time of a customer or project, one line for each task, or add it to a draft. The time is held by the draft.',
  module: 'billing',
  effect: 'create',
  input: z.strictObject({
    customerId: customerId.optional(),
    invoiceId: z.uuid().optional().describe('A draft to add the lines to, from list_invoices; by default a new one.'),
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
    expectedVersion: ExpectedVersion.describe('Of the draft that invoiceId names.'),
  }),
  output: InvoiceDetail,
  examples: [{ customerId: '$billableCustomerId' }, { projectId: '$billableProjectId', range: 'this_year' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, input, tx) => {
    const today = await organizationToday(ctx, tx);
    const draft = input.invoiceId === undefined ? undefined : await lockDraft(tx, input.invoiceId);
    if (draft) refuseStale(draft, input.expectedVersion);
    const named = await whoPays(tx, { ...input, customerId: input.customerId ?? draft?.customerId }, draft);
    const customer = await activeCustomer(tx, named.customerId);
    const profile = await companyProfile(ctx, tx);
    const currency = draft?.currency ?? profile.baseCurrency;
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
    const lines = timeLines(priced(time, currency), vatBasisPoints);
    if (lines.length > LINES_MAX) {
      throw new AppError('conflict', `That would be more than ${LINES_MAX} lines. Name a project or a shorter range.`);
    }
    const fields = {
      reference: input.reference,
      note: input.note,
      paymentTermDays: input.paymentTermDays ?? (draft ? undefined : customer.paymentTermDays),
    };
    // Work of one project makes an invoice of that project, so that whoever sees the one sees the other.
    const place = await placeOfTime(ctx, tx, time);
    const invoiceId =
      draft?.id ??
      (await insertDraft(
        ctx,
        tx,
        {
          ...fields,
          ...place,
          customerId: customer.id,
          currency,
          paymentTermDays: input.paymentTermDays ?? customer.paymentTermDays,
        },
        [],
      ));
    const isFirst = draft && draft.projectId === null && (await linesOf(tx, 'invoice', draft.id)).length === 0;
    const own = lines.map((line) => ({
      ...line,
      projectId: ofDocument(line.projectId, isFirst || !draft ? place : draft),
    }));
    const ids = await appendLines(ctx, tx, 'invoice', invoiceId, own);
    if (draft) await changeDraft(ctx, tx, draft.id, { ...fields, ...(isFirst ? place : {}) });
    for (const [index, { entryIds }] of lines.entries()) await billTime(tx, entryIds, ids[index] ?? '');
    return requireInvoice(tx, invoiceId, today);
  });

/** A line names its project only where the document does not say it. */
function ofDocument(projectId: string | null, document: { readonly projectId: string | null }): string | null {
  return projectId === document.projectId ? null : projectId;
}

/** The customer of the project, or the one that is named; throws `invalid_input` when that is nobody, or a draft is for somebody else. */
async function whoPays(
  tx: Tx,
  named: { customerId?: string | undefined; projectId?: string | undefined },
  draft: { readonly customerId: string } | undefined,
) {
  const project = named.projectId ? await requireProject(tx, named.projectId) : undefined;
  const customerId = project ? project.customerId : named.customerId;
  const fits = !project || named.customerId === undefined || named.customerId === project.customerId;
  if (!customerId || !fits || (draft && draft.customerId !== customerId)) {
    const path = project && fits ? 'projectId' : 'customerId';
    throw new AppError(
      'invalid_input',
      draft
        ? `${path}: this draft is for another customer. Leave it out, or start another draft.`
        : `${path}: name a customer, or a project that is for one, and no other customer.`,
      {
        fields: [{ path, problem: 'no customer to bill' }],
      },
    );
  }
  return { customerId };
}

/** Where an invoice of this time belongs: to its project and that project's team when it is of one, else to its team when it is of one. */
async function placeOfTime(ctx: RequestContext, tx: Tx, time: readonly UnbilledTime[]) {
  const only = <Key extends 'projectId' | 'teamId'>(key: Key) => {
    const found = new Set(time.map((entry) => entry[key]));
    return found.size === 1 ? (time[0]?.[key] ?? null) : null;
  };
  const projectId = only('projectId');
  return {
    projectId,
    teamId: projectId ? await teamFor(ctx, tx, { projectId }) : (only('teamId') ?? ctx.team?.id ?? null),
  };
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
