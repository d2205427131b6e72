import { EFFECTS } from '@countersign/contracts/define-tool';
import { inOrg } from '@countersign/db/in-org';
import { transaction } from '@countersign/db/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { type CamtEntry, camt053 } from '@countersign/testing/camt-053';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { markInvoicePaid } from '../../billing/tools/mark-invoice-paid.ts';
import { uploadDocuments } from '../../documents/tools/upload-documents.ts';
import { importStatement } from '../jobs/import-statement.ts';
import type { StatementImport } from '../schemas.ts';
import { listImports } from './list-imports.ts';
import { triggerConnectionSync } from './trigger-connection-sync.ts';

const { callAs, database } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const organizationId = fixedId('organization', 'acme');

type Caller = { person: string; organization: string; team?: string };

async function upload(bytes: Buffer, name = 'statement.xml', caller: Caller = ada): Promise<string> {
  const files = [{ name, contentBase64: bytes.toString('base64') }];
  const { documents } = await callAs<{ documents: { id: string }[] }>(caller, uploadDocuments, { files });
  return documents[0]?.id ?? '';
}

/** As the console does it. */
const turnBillingWrite = (mcpBillingWrite: boolean) =>
  transaction(database().control, async (db) => {
    await sql`select let_writes_finish(${organizationId})`.execute(db);
    await db
      .updateTable('organization')
      .set({ mcpWrite: true, mcpBillingWrite })
      .where('id', '=', organizationId)
      .execute();
  });
beforeAll(() => turnBillingWrite(true));

async function trigger(documentId: string, caller: Caller = ada): Promise<string> {
  const { imports } = await callAs<{ imports: StatementImport[] }>(caller, triggerConnectionSync, { documentId });
  return imports[0]?.id ?? '';
}

/** Does the job of an import, as the worker would. */
function work(importId: string): Promise<void> {
  const ctx = { now: new Date(), organization: { id: organizationId, slug: 'acme', name: 'Acme Studio' } };
  return inOrg(database().jobs, { organizationId, teamId: null }, (tx) =>
    importStatement.handle(ctx, { importId }, tx),
  );
}

async function found(importId: string, caller: Caller = ada): Promise<StatementImport | undefined> {
  const { items } = await callAs<{ items: StatementImport[] }>(caller, listImports, { limit: 200 });
  return items.find(({ id }) => id === importId);
}

/** Triggers an import and does its job; answers the import as it stands then. */
async function sync(documentId: string, caller: Caller = ada) {
  const importId = await trigger(documentId, caller);
  await work(importId);
  return found(importId, caller);
}

interface Open {
  readonly id: string;
  readonly reference: string;
  readonly open: number;
  readonly currency: string;
  readonly team_id: string | null;
}

async function openInvoices(team: string | null = null): Promise<Open[]> {
  const { rows } = await database().owner.query<Open>(
    `select id, payment_reference as reference, total_minor - paid_minor - credited_minor as open, currency, team_id from invoice
     where organization_id = $1 and number is not null and paid_minor = 0 and credited_minor = 0 and total_minor > 1000
       and issued_on < current_date and currency = 'EUR' and ($2::uuid is null or team_id = $2) order by id`,
    [organizationId, team],
  );
  return rows;
}

async function paidMinor(invoiceId: string | undefined): Promise<number | undefined> {
  const { rows } = await database().owner.query<{ paid: number }>(
    'select paid_minor as paid from invoice where id = $1',
    [invoiceId],
  );
  return rows[0]?.paid;
}

const today = new Date().toISOString().slice(0, 10);
const decimal = (minor: number) => (minor / 100).toFixed(2);
let next = 0;
function entry({ reference, open }: Pick<Open, 'reference' | 'open'>, rest: Partial<CamtEntry> = {}): CamtEntry {
  return {
    amount: decimal(open),
    bookedOn: today,
    reference,
    payer: 'Somebody',
    bankReference: `B-${next++}`,
    ...rest,
  };
}

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
  const { rows } = await database().owner.query(
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

describe('without a document', () => {
  const all = () =>
    callAs<{ imports: StatementImport[]; leftOut: { documentId: string; documentName: string }[] }>(
      ada,
      triggerConnectionSync,
      {},
    );
  /** As the worker would have read it. */
  async function uploadRead(name: string, caller: Caller = ada): Promise<string> {
    const bytes = camt053([entry({ reference: '', open: 100 + next })]);
    const id = await upload(bytes, name, caller);
    await database().owner.query('update document_content set text = $2 where document_id = $1', [
      id,
      bytes.toString(),
    ]);
    return id;
  }

  it('imports each camt.053 file that a finance role uploaded, and names the others', async () => {
    const mine = await uploadRead('by an owner.xml');
    const finns = await uploadRead('by finance.xml', { ...ada, person: 'finn' });
    const bens = await uploadRead('by a member.xml', { ...ada, person: 'ben' });
    const keys = await uploadRead('by a key.xml');
    await database().owner.query('update document set uploaded_by = null where id = $1', [keys]);
    const { imports, leftOut } = await all();
    expect(imports.map(({ documentId }) => documentId)).toEqual(expect.arrayContaining([mine, finns]));
    expect(leftOut).toEqual([
      { documentId: bens, documentName: 'by a member.xml' },
      { documentId: keys, documentName: 'by a key.xml' },
    ]);
    expect(imports.map(({ documentId }) => documentId)).not.toContain(bens);
    // Whoever names one has looked at it.
    expect(await found(await trigger(bens))).toMatchObject({ status: 'queued' });
    expect((await all()).leftOut.map(({ documentId }) => documentId)).toEqual([keys]);
  });

  it('goes by what the role of whoever uploaded it is now', async () => {
    const id = await uploadRead('before the demotion.xml', { ...ada, person: 'finn' });
    await database().owner.query("update membership set role = 'member' where organization_id = $1 and user_id = $2", [
      organizationId,
      fixedId('user', 'finn'),
    ]);
    expect((await all()).leftOut.map(({ documentId }) => documentId)).toContain(id);
  });

  it('still finds a new file after any number that were imported, and of any number that may not be', async () => {
    for (let count = 0; count < 55; count += 1) {
      await uploadRead(`a member’s ${count}.xml`, { ...ada, person: 'ben' });
      await uploadRead(`many ${count}.xml`);
    }
    const imported = new Set<string | null>();
    for (let calls = 0; calls < 3; calls += 1)
      for (const { documentId } of (await all()).imports) imported.add(documentId);
    const last = await uploadRead('the last.xml');
    expect((await all()).imports.map(({ documentId }) => documentId)).toEqual([last]);
    expect(imported.size).toBeGreaterThanOrEqual(55);
  });
});

it('refuses a document that is no statement', async () => {
  const documentId = fixedId('document', 'acme', 'Office lease.txt');
  await expect(callAs(ada, triggerConnectionSync, { documentId })).rejects.toMatchObject({ code: 'invalid_input' });
});

describe('once an admin’s “off” was answered, no payment is recorded', () => {
  afterEach(() => turnBillingWrite(true));

  async function anImport() {
    const [invoice] = await openInvoices();
    if (!invoice) throw new Error('The demo data has an open invoice');
    const documentId = await upload(camt053([entry({ ...invoice, open: 200 })]));
    return { invoice, documentId, importId: await trigger(documentId) };
  }

  it('of an import that waited, which says so and is tried anew when asked', async () => {
    const { invoice, documentId, importId } = await anImport();
    const before = await paidMinor(invoice.id);
    await turnBillingWrite(false);
    await work(importId);
    expect(await found(importId)).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('turned billing write off'),
    });
    expect(await paidMinor(invoice.id)).toBe(before);
    await turnBillingWrite(true);
    expect(await sync(documentId)).toMatchObject({ status: 'imported', matchedRows: 1 });
  });

  it('of an import under way, which is taken back', async () => {
    const { invoice, importId } = await anImport();
    const before = await paidMinor(invoice.id);
    const holder = await database().owner.connect();
    try {
      await holder.query('begin');
      await holder.query('select from invoice where id = $1 for update', [invoice.id]);
      const outcome = work(importId).catch((error: Error) => error.message);
      await vi.waitFor(async () => {
        const { rows } = await database().owner.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        expect(rows.length).toBe(1);
      });
      await turnBillingWrite(false);
      await holder.query('commit');
      expect(await outcome).toMatch('turned off meanwhile');
    } finally {
      holder.release();
    }
    expect(await paidMinor(invoice.id)).toBe(before);
    expect(await found(importId)).toMatchObject({ status: 'queued' });
  });

  it('of an import that ends while the switch is being turned, which is tried again later', async () => {
    const { invoice, importId } = await anImport();
    const before = await paidMinor(invoice.id);
    await transaction(database().control, async (db) => {
      await sql`select let_writes_finish(${organizationId})`.execute(db);
      await expect(work(importId)).rejects.toMatchObject({ code: 'switch_turning' });
    });
    expect(await paidMinor(invoice.id)).toBe(before);
  });
});

it('is a step that cannot be taken back, as recording one payment is, for whoever decides what may be called', () => {
  expect(triggerConnectionSync.annotations).toEqual({ ...markInvoicePaid.annotations, idempotentHint: true });
  expect(EFFECTS[triggerConnectionSync.effect]).toEqual(EFFECTS[markInvoicePaid.effect]);
});
