import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { inThread } from '@countersign/runtime/in-thread';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { extractText, getDocumentProxy } from 'unpdf';
import { expect, it } from 'vitest';
import { files } from '../../catalogue.ts';
import type { Invoice, InvoiceDetail } from '../schemas.ts';
import { getInvoice } from './get-invoice.ts';
import { getInvoicePdfLink } from './get-invoice-pdf-link.ts';
import { listInvoices } from './list-invoices.ts';

const { callAs, database } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const listed = async (filter: object) =>
  (await callAs<{ items: Invoice[] }>(finn, listInvoices, { limit: 200, ...filter })).items;

/** What the link of the demo's caller names, drawn as `/files` does. */
async function fileBehind(url: string) {
  const [kind = '', id = ''] = url.split('/').slice(-2);
  const organizationId = fixedId('organization', 'acme');
  const ctx = { now: new Date(), organization: { id: organizationId, slug: 'acme', name: 'Acme Studio' } };
  const fileKind = files.get(kind);
  if (!fileKind) throw new Error(`No module makes files of kind ${kind}`);
  const scope = { organizationId, teamId: null };
  const { name, contentType, page } = await inOrg(database.tools, scope, (tx) => fileKind.read(ctx, tx, id));
  const drawing = { owner: 'acme', module: fileKind.drawnBy, name: 'draw', input: page, secondsMax: 60 };
  const pdf = await getDocumentProxy(await inThread<Uint8Array>(drawing));
  const { text } = await extractText(pdf, { mergePages: true });
  return { name, contentType, text: text.replaceAll(/\s+/g, ' ') };
}

it.each(['issued', 'partly_paid', 'paid', 'credited'] as const)('links to the page of a %s invoice', async (status) => {
  const [invoice] = await listed({ status: [status] });
  const { url } = await callAs<{ url: string }>(finn, getInvoicePdfLink, { invoiceId: invoice?.id });
  const { name, contentType, text } = await fileBehind(url);
  expect([name, contentType]).toEqual([`invoice-${invoice?.number}.pdf`, 'application/pdf']);
  const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' });
  expect(text).toContain(`Invoice ${invoice?.number}`);
  expect(text).toContain(`To pay ${money.format((invoice?.totalMinor ?? 0) / 100)}`);
});

it('links to a draft, which says that it is one', async () => {
  const [invoice] = await listed({ status: ['draft'] });
  const { url } = await callAs<{ url: string }>(finn, getInvoicePdfLink, { invoiceId: invoice?.id });
  const { name, text } = await fileBehind(url);
  expect(name).toBe('invoice-draft.pdf');
  expect(text).toContain('Draft');
});

it('links to a credit note of the invoice, and to none of another', async () => {
  const [one, other] = await listed({ status: ['credited'] });
  const { creditNotes } = await callAs<InvoiceDetail>(finn, getInvoice, { invoiceId: one?.id });
  const [note] = creditNotes;
  const link = (invoiceId: string | undefined) =>
    callAs<{ url: string }>(finn, getInvoicePdfLink, { invoiceId, creditNoteId: note?.id });
  const { name, text } = await fileBehind((await link(one?.id)).url);
  expect(name).toBe(`credit-note-${note?.number}.pdf`);
  expect(text).toContain(`Credit note ${note?.number}`);
  expect(text).toContain(`For invoice ${one?.number}`);
  await expect(link(other?.id)).rejects.toMatchObject({ code: 'not_found' });
});

it('links to no invoice of another team', async () => {
  const [foreign] = await listed({ teamId: fixedId('team', 'acme', 'Engineering') });
  const inDesign = { person: 'ada', organization: 'acme', team: 'Design' };
  await expect(callAs(inDesign, getInvoicePdfLink, { invoiceId: foreign?.id })).rejects.toMatchObject({
    code: 'not_found',
  });
});
