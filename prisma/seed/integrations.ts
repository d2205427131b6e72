import { createHash } from 'node:crypto';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { daysBefore } from './directory.ts';
import type { DemoOrganization } from './people.ts';

/** An earlier statement that was imported, met one payment and left one movement unmatched, and a service that somebody asked for. */
export async function seedIntegrations(tx: Tx, organization: DemoOrganization, today: string): Promise<void> {
  const db = queries(tx);
  const organizationId = fixedId('organization', organization.slug);
  const importId = fixedId('import', organization.slug, 0);
  const at = daysBefore(today, 10);
  await db
    .insertInto('statementImport')
    .values({
      organizationId,
      id: importId,
      documentName: 'Bank statement of the week before.csv',
      digest: createHash('sha256').update('the week before').digest(),
      status: 'imported',
      account: null,
      createdAt: at,
      finishedAt: at,
    })
    .execute();
  const rows = [
    { amountMinor: 18_600, counterparty: 'Lind Clinic', message: 'Thank you', unmatched: 'no_reference' },
    { amountMinor: -12_900, counterparty: 'Tools and More', message: 'Licences', unmatched: 'outgoing' },
  ];
  await db
    .insertInto('statementRow')
    .values(
      rows.map((row, index) => ({
        ...row,
        organizationId,
        id: fixedId('statement-row', organization.slug, index),
        importId,
        position: index + 1,
        fingerprint: createHash('sha256').update(`the week before ${index}`).digest(),
        bookedOn: at.slice(0, 10),
        currency: 'EUR',
      })),
    )
    .execute();
  const payment = await db
    .selectFrom('payment')
    .innerJoin('invoice', (join) =>
      join.onRef('invoice.organizationId', '=', 'payment.organizationId').onRef('invoice.id', '=', 'payment.invoiceId'),
    )
    .select(['payment.id', 'payment.invoiceId', 'payment.amountMinor', 'payment.paidOn', 'invoice.paymentReference'])
    .where('payment.organizationId', '=', organizationId)
    .where('payment.method', '=', 'bank_transfer')
    .where('invoice.currency', '=', 'EUR')
    .where('payment.paidOn', '<=', at.slice(0, 10))
    .orderBy('payment.paidOn', 'desc')
    .orderBy('payment.id')
    .executeTakeFirst();
  if (payment) {
    const rowId = fixedId('statement-row', organization.slug, rows.length);
    await db
      .insertInto('statementRow')
      .values({
        organizationId,
        id: rowId,
        importId,
        position: rows.length + 1,
        bookedOn: payment.paidOn,
        amountMinor: payment.amountMinor,
        currency: 'EUR',
        counterparty: 'A customer',
        reference: payment.paymentReference,
        invoiceId: payment.invoiceId,
        state: 'settled',
      })
      .execute();
    await db
      .insertInto('statementPart')
      .values({
        organizationId,
        id: fixedId('statement-part', organization.slug, 0),
        rowId,
        kind: 'invoice',
        amountMinor: payment.amountMinor,
        paymentId: payment.id,
      })
      .execute();
  }
  await db
    .insertInto('serviceConnection')
    .values({
      organizationId,
      kind: 'bank_account',
      note: 'The account that customers pay to.',
      requestedBy: fixedId('user', 'ada'),
      requestedAt: daysBefore(today, 21),
    })
    .execute();
}
