import { EFFECTS } from '@countersign/contracts/define-tool';
import { fixedId } from '@countersign/runtime/ids';
import { camt053 } from '@countersign/testing/camt-053';
import { expect, it } from 'vitest';
import { ada, entry, useStatements } from '../../../test/statements-under-test.ts';
import { markInvoicePaid } from '../../billing/tools/mark-invoice-paid.ts';
import type { StatementImport } from '../../integrations/schemas.ts';
import { triggerConnectionSync } from './trigger-connection-sync.ts';

const { callAs, database, upload, sync, openInvoices, paidMinor } = useStatements();

it('records what names an open invoice, whole or in part, and says of everything else why not', async () => {
  const [whole, part, over, foreign] = await openInvoices();
  if (!whole || !part || !over || !foreign) throw new Error('The demo data has four open invoices');
  const done = await sync(
    await upload(
      camt053([
        entry({ ...whole, reference: `000${whole.reference.slice(0, 2)} ${whole.reference.slice(2)}` }),
        entry({ ...part, open: 500 }),
        entry({ ...over, open: over.open + 1 }),
        entry(foreign, { currency: 'USD' }),
        entry({ reference: '999999', open: 700 }),
        entry({ reference: '', open: 800 }),
        entry(over, { out: true }),
      ]),
    ),
  );
  expect(done).toMatchObject({
    status: 'imported',
    matchedRows: 2,
    unmatchedRows: 4,
    outgoingRows: 1,
    account: 'FI2112345600000785',
  });
  expect(done?.unmatched.map(({ why }) => why)).toEqual([
    'more_than_open',
    'other_currency',
    'no_invoice',
    'no_reference',
  ]);
  expect(await paidMinor(whole.id)).toBe(whole.open);
  expect(await paidMinor(part.id)).toBe(500);
  expect(await paidMinor(over.id)).toBe(0);
  const { rows } = await database.owner.query(
    "select from journal_entry join payment on payment.id = source_id where source_kind = 'payment' and invoice_id = $1",
    [whole.id],
  );
  expect(rows.length).toBe(1);
});

it('changes nothing when the same file comes again, or its movements in another file', async () => {
  const [invoice] = await openInvoices();
  if (!invoice) throw new Error('The demo data has an open invoice');
  const entries = [entry({ ...invoice, open: 300 })];
  const bytes = camt053(entries);
  const first = await sync(await upload(bytes));
  expect(first).toMatchObject({ matchedRows: 1, knownRows: 0 });
  expect(await sync(await upload(bytes, 'the same.xml'))).toEqual(first);
  expect(await sync(await upload(camt053([...entries, entry({ reference: '', open: 5 })])))).toMatchObject({
    matchedRows: 0,
    unmatchedRows: 1,
    knownRows: 1,
  });
  expect(await paidMinor(invoice.id)).toBe(300);
});

it('tells two payments of the same day and amount apart', async () => {
  const csv = 'Date;Amount;Payer\n2026-01-02;5,00;Same\n2026-01-02;5,00;Same\n';
  expect(await sync(await upload(Buffer.from(csv), 'twice.csv'))).toMatchObject({ unmatchedRows: 2, knownRows: 0 });
});

it('says what is wrong with a file, and tries it again when asked', async () => {
  const documentId = await upload(Buffer.from('a;b\n1;2\n'), 'rows.csv');
  expect(await sync(documentId)).toMatchObject({
    status: 'failed',
    failure: expect.stringContaining('no date and amount'),
  });
  const { imports } = await callAs<{ imports: StatementImport[] }>(ada, triggerConnectionSync, { documentId });
  expect(imports).toMatchObject([{ status: 'queued', failure: null }]);
});

it('pays only a team’s invoices from a team’s file', async () => {
  const [invoice] = await openInvoices(fixedId('team', 'acme', 'Engineering'));
  if (!invoice) throw new Error('The demo data has an open invoice of Engineering');
  const inDesign = { ...ada, team: 'Design' };
  const done = await sync(await upload(camt053([entry(invoice)]), 'design.xml', inDesign), inDesign);
  expect(done).toMatchObject({ matchedRows: 0, unmatched: [{ why: 'no_invoice' }] });
  expect(await paidMinor(invoice.id)).toBe(0);
});

it('refuses a document that is no statement', async () => {
  const documentId = fixedId('document', 'acme', 'Office lease.txt');
  await expect(callAs(ada, triggerConnectionSync, { documentId })).rejects.toMatchObject({ code: 'invalid_input' });
});

it('is a step that cannot be taken back, as recording one payment is, for whoever decides what may be called', () => {
  expect(triggerConnectionSync.annotations).toEqual({ ...markInvoicePaid.annotations, idempotentHint: true });
  expect(EFFECTS[triggerConnectionSync.effect]).toEqual(EFFECTS[markInvoicePaid.effect]);
});
