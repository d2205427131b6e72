import { fixedId } from '@countersign/runtime/ids';
import { Person } from '@countersign/testing/person';
import { extractText, getDocumentProxy } from 'unpdf';
import { expect, it } from 'vitest';
import { CLIENT_KINDS, connect, type McpClient } from '../mcp-client.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

interface Line {
  readonly netMinor: number;
}
interface Invoice {
  readonly id: string;
  readonly number: number;
  readonly status: string;
  readonly netMinor: number;
  readonly vatMinor: number;
  readonly totalMinor: number;
  readonly openMinor: number;
  readonly dueOn: string;
  readonly paymentReference: string;
  readonly lines: readonly Line[];
  readonly payments: readonly { readonly id: string; readonly amountMinor: number }[];
}
interface LedgerRow {
  readonly debitMinor: number;
  readonly creditMinor: number;
}

interface Owed {
  readonly currency: string;
  readonly openMinor: number;
  readonly toRefundMinor: number;
}

/** What customers owe less what they are to get back, which is what the books have in one account. */
function owedIn(amounts: readonly Owed[]): number {
  const { openMinor = 0, toRefundMinor = 0 } = amounts.find(({ currency }) => currency === 'EUR') ?? {};
  return openMinor - toRefundMinor;
}

/** What the figures of the organization say is owed to it, and of this month's VAT. */
async function figures(client: McpClient) {
  const overview = await client.answer<{ billing: { receivables: Owed[] } }>('get_overview');
  const vat = await client.answer<{ total: { salesVatMinor: number } }>('get_vat', { range: 'this_month' });
  let booked = 0;
  let cursor: string | null = null;
  do {
    const page: { items: LedgerRow[]; nextCursor: string | null } = await client.answer('get_books', {
      account: 'receivables',
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    });
    booked += page.items.reduce((sum, { debitMinor, creditMinor }) => sum + debitMinor - creditMinor, 0);
    cursor = page.nextCursor;
  } while (cursor !== null);
  const aging = await client.answer<{ totals: Owed[] }>('get_receivables_aging');
  const [open, aged] = [owedIn(overview.billing.receivables), owedIn(aging.totals)];
  return { open, booked, aged, vat: vat.total.salesVatMinor };
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/pdf');
  const pdf = await getDocumentProxy(new Uint8Array(await response.arrayBuffer()));
  const { text } = await extractText(pdf, { mergePages: true });
  return text.replaceAll(/\s+/g, ' ');
}

it('a month ends: a timer, its hours, a draft, an invoice, its PDF, two payments, a refund, and every figure agrees to the cent', async () => {
  const client = await connect(CLIENT_KINDS[0], `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Initech',
    write: true,
    billing: true,
  });
  const projectId = fixedId('project', 'initech', 'Mobile signing');
  const before = await figures(client);
  expect([before.booked, before.aged]).toEqual([before.open, before.open]);

  // The work: a timer on a task, and what was forgotten, logged afterwards.
  const tasks = await client.answer<{ items: { id: string }[] }>('list_tasks', { projectId });
  await client.answer('start_timer', { taskId: tasks.items[0]?.id, rateMinor: 12_345 });
  expect((await client.call('start_timer', {})).isError).toBe(true);
  expect(await client.answer('get_running_timer')).toMatchObject({ timer: { projectId, running: true } });
  expect(await client.answer('stop_timer')).toMatchObject({ minutes: 1 });
  await client.answer('log_time', { taskId: tasks.items[1]?.id, minutes: 95, rateMinor: 12_345 });

  // The draft has all of it, once.
  const draft = await client.answer<Invoice>('generate_invoice_from_time', { projectId, vatBasisPoints: 2550 });
  expect(draft.lines.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(draft.netMinor);
  const again = await client.call('generate_invoice_from_time', { projectId, vatBasisPoints: 2550 });
  expect(JSON.stringify(again)).toContain('no unbilled billable time');

  const issued = await client.answer<Invoice>('issue_invoice', { invoiceId: draft.id, idempotencyKey: 'month end' });
  expect(issued).toMatchObject({ status: 'issued', totalMinor: draft.totalMinor, openMinor: draft.totalMinor });
  const replayed = await client.answer<Invoice>('issue_invoice', { invoiceId: draft.id, idempotencyKey: 'month end' });
  expect(replayed).toMatchObject({ number: issued.number, replayed: true });

  // What the customer gets: the page by a link, and by mail. Initech writes Swedish.
  const { url } = await client.answer<{ url: string }>('get_invoice_pdf_link', { invoiceId: issued.id });
  const page = await textOf(url);
  const money = new Intl.NumberFormat('sv-SE', { style: 'currency', currency: 'EUR' });
  const inMoney = (amountMinor: number) => money.format(amountMinor / 100).replaceAll(/\s+/g, ' ');
  expect(page).toContain(`Faktura ${issued.number}`);
  for (const amount of [issued.netMinor, issued.vatMinor, ...issued.lines.map(({ netMinor }) => netMinor)]) {
    expect(page).toContain(inMoney(amount));
  }
  expect(page).toContain(`Att betala ${inMoney(issued.totalMinor)}`);
  expect((await fetch(url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(404);
  await client.answer('send_invoice', { invoiceId: issued.id, to: 'accounts@customer.example' });
  await expect
    .poll(() => house.letters(), { timeout: 30_000 })
    .toContainEqual(expect.stringContaining('accounts@customer.example'));

  const owed = await figures(client);
  expect(owed).toEqual({
    open: before.open + issued.totalMinor,
    booked: before.booked + issued.totalMinor,
    aged: before.aged + issued.totalMinor,
    vat: before.vat + issued.vatMinor,
  });

  // Paid in two parts, and not a cent more.
  const half = Math.floor(issued.totalMinor / 2);
  await client.answer('mark_invoice_paid', { invoiceId: issued.id, amountMinor: half });
  const tooMuch = await client.call('mark_invoice_paid', { invoiceId: issued.id, amountMinor: half + 2 });
  expect(tooMuch.isError).toBe(true);
  await client.answer('mark_invoice_paid', { invoiceId: issued.id });
  const paid = await client.answer<Invoice>('get_invoice', { invoiceId: issued.id });
  expect(paid).toMatchObject({ status: 'paid', openMinor: 0 });
  expect(paid.payments.map(({ amountMinor }) => amountMinor)).toEqual([half, issued.totalMinor - half]);
  expect(await figures(client)).toEqual({ ...before, vat: before.vat + issued.vatMinor });

  const ledger = await Promise.all(
    [issued.id, ...paid.payments.map(({ id }) => id)].map((sourceId) =>
      client.answer<{ items: LedgerRow[] }>('get_books', { sourceId }),
    ),
  );
  for (const { items } of ledger) {
    const sum = items.reduce((total, { debitMinor, creditMinor }) => total + debitMinor - creditMinor, 0);
    expect([items.length > 1, sum]).toEqual([true, 0]);
  }

  // The work is called off: a credit note of the paid invoice, and the money goes back.
  const { creditNote } = await client.answer<{ creditNote: { id: string; toRefundMinor: number } }>(
    'create_credit_note',
    { invoiceId: issued.id, reason: 'The work was called off.' },
  );
  expect(creditNote.toRefundMinor).toBe(issued.totalMinor);
  const owing = -issued.totalMinor;
  expect(await figures(client)).toEqual({
    open: before.open + owing,
    booked: before.booked + owing,
    aged: before.aged + owing,
    vat: before.vat,
  });
  const creditPage = await client.answer<{ url: string }>('get_invoice_pdf_link', {
    invoiceId: issued.id,
    creditNoteId: creditNote.id,
  });
  expect(await textOf(creditPage.url)).toContain(`Återbetalas ${inMoney(issued.totalMinor)}`);
  await client.answer('mark_invoice_paid', { invoiceId: issued.id, creditNoteId: creditNote.id });
  expect(await figures(client)).toEqual(before);
  await client.close();
});
