import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { firstDraftOn } from '@countersign/domain/billing/recurring/recurring-rules';
import { lineNetMinor, totalsOf } from '@countersign/domain/billing/rules';
import { fixedId } from '@countersign/runtime/ids';
import { dayAfter } from './calendar-days.ts';
import { daysBefore, pick } from './directory.ts';
import type { DemoOrganization } from './people.ts';

const SERIES = [
  { name: 'Hosting', recurrence: 'FREQ=MONTHLY;BYMONTHDAY=1', unit: 'month', unitPriceMinor: 24_900 },
  { name: 'Care plan', recurrence: 'FREQ=MONTHLY;BYMONTHDAY=-1', unit: 'month', unitPriceMinor: 89_000 },
  {
    name: 'Quarterly accessibility check',
    recurrence: 'FREQ=MONTHLY;INTERVAL=3',
    unit: 'pcs',
    unitPriceMinor: 320_000,
  },
  { name: 'Licence for a year', recurrence: 'FREQ=YEARLY', unit: 'year', unitPriceMinor: 118_000 },
  { name: 'Newsletter', recurrence: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', unit: 'pcs', unitPriceMinor: 18_500 },
  { name: 'Retainer', recurrence: 'FREQ=MONTHLY;BYMONTHDAY=15', unit: 'month', unitPriceMinor: 210_000 },
  { name: 'Analytics report', recurrence: 'FREQ=MONTHLY;BYDAY=1MO', unit: 'pcs', unitPriceMinor: 45_000 },
] as const;

/** What is billed again and again, the next of each ahead; needs the invoices, some of which were drafted from it. */
export async function seedRecurring(tx: Tx, { slug }: DemoOrganization, today: string): Promise<void> {
  const db = queries(tx);
  const organizationId = fixedId('organization', slug);
  const invoices = await db
    .selectFrom('invoice')
    .select(['id', 'customerId', 'teamId', 'issuedOn'])
    .where('organizationId', '=', organizationId)
    .where('number', 'is not', null)
    .orderBy('number', 'desc')
    .limit(60)
    .execute();
  const series = SERIES.map(({ name, recurrence, unit, unitPriceMinor }, index) => {
    const invoice = pick(invoices, 7 + index * 5);
    const line = { quantityThousandths: 1000, unitPriceMinor, vatBasisPoints: index === 6 ? 0 : 2550 };
    const { netMinor, vatMinor, totalMinor } = totalsOf([line]);
    const startsOn = dayAfter(today, -200 - index * 11);
    const id = fixedId('recurring_invoice', slug, index);
    const parent = {
      organizationId,
      id,
      teamId: invoice.teamId,
      customerId: invoice.customerId,
      name,
      currency: 'EUR',
      reference: index === 1 ? 'PO 5200' : null,
      recurrence,
      startsOn,
      nextOn: firstDraftOn(recurrence, startsOn, dayAfter(today, 1)),
      paused: index === 4,
      netMinor,
      vatMinor,
      totalMinor,
      createdAt: daysBefore(startsOn, 1),
      updatedAt: daysBefore(startsOn, 1),
    };
    const child = {
      ...line,
      organizationId,
      id: fixedId('recurring_invoice_line', slug, index),
      recurringInvoiceId: id,
      position: 1,
      description: name,
      unit,
      netMinor: lineNetMinor(line),
    };
    const draft = {
      organizationId,
      recurringInvoiceId: id,
      periodOn: invoice.issuedOn ?? startsOn,
      invoiceId: invoice.id,
    };
    return { parent, child, draft };
  });
  await db
    .insertInto('recurringInvoice')
    .values(series.map(({ parent }) => parent))
    .execute();
  await db
    .insertInto('recurringInvoiceLine')
    .values(series.map(({ child }) => child))
    .execute();
  // The last ones have not been due yet.
  await db
    .insertInto('recurringDraft')
    .values(series.slice(0, 5).map(({ draft }) => draft))
    .execute();
}
