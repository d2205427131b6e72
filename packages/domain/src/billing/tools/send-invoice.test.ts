import { withQueries } from '@countersign/db/connections/transaction';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { sendMessage } from '../../messaging/tools/send-message.ts';
import { evaluateSignals } from '../../signals/jobs/evaluate-signals.ts';
import { listIssues } from '../../signals/tools/list-issues.ts';
import type { InvoiceDetail } from '../schemas.ts';
import { createInvoiceDraft } from './create-invoice-draft.ts';
import { getInvoice } from './get-invoice.ts';
import { issueInvoice } from './issue-invoice.ts';
import { sendInvoice } from './send-invoice.ts';

const { callAs, database } = useDemoCaller();

const lines = [{ description: 'Work', unitPriceMinor: 10_000, vatBasisPoints: 2550 }];

async function issued(caller = { person: 'finn', organization: 'acme' }): Promise<InvoiceDetail> {
  const customerId = fixedId('customer', caller.organization, 0);
  const { id } = await callAs<InvoiceDetail>(caller, createInvoiceDraft, { customerId, lines });
  return callAs<InvoiceDetail>(caller, issueInvoice, { invoiceId: id });
}
const finn = { person: 'finn', organization: 'acme' };
const send = (invoiceId: string, input: object = {}, caller = finn) =>
  callAs<InvoiceDetail>(caller, sendInvoice, { invoiceId, ...input });

/** What waits for delivery to an address. */
async function mailTo(recipient: string) {
  const mails = await withQueries(database.owner, (db) =>
    db.selectFrom('outgoingMail').selectAll().where('recipient', '=', recipient).orderBy('id').execute(),
  );
  return mails;
}

it('leaves a letter that will bear the PDF for the customer, and notes it', async () => {
  const invoice = await issued();
  const sent = await send(invoice.id, { message: 'As discussed on Monday.' });
  // Sent is what a mail server has taken.
  expect(sent.sentAt).toBeNull();
  expect(sent.deliveries).toMatchObject([
    { reminderLevel: 0, status: 'waiting', sentAt: null, recipient: expect.stringMatching(/^invoices@/) },
  ]);
  expect(Date.now() - Date.parse(sent.deliveries[0]?.leftAt ?? '')).toBeLessThan(10_000);
  const [mail] = await mailTo(sent.deliveries[0]?.recipient ?? '');
  expect(mail).toMatchObject({ kind: 'invoice', subject: `Invoice ${invoice.number} from Acme Studio Oy` });
  for (const said of ['As discussed on Monday.', '€125.50', 'FI2112345600000785', invoice.paymentReference]) {
    expect(mail?.body).toContain(said);
  }
  // Drawn by whoever delivers it: nothing waits for a page while the call holds its locks.
  expect(mail?.attachments).toEqual([{ file: { kind: 'invoice', id: invoice.id } }]);
});

it('goes to the address named instead, and keeps each delivery', async () => {
  const { id } = await issued();
  await send(id);
  const sent = await send(id, { to: 'Accounts@Elsewhere.example' });
  expect(sent.deliveries.map(({ recipient }) => recipient)).toContain('accounts@elsewhere.example');
  expect(sent.deliveries.length).toBe(2);
});

it('twice within a minute to the same address is asked about', async () => {
  const { id } = await issued();
  await send(id);
  const again = send(id);
  await expect(again).rejects.toMatchObject({ code: 'invalid_input', details: { confirm: ['again'] } });
  await expect(again).rejects.toThrow(/left for delivery to the same address \d+ seconds ago/);
  expect((await send(id, { confirm: ['again'] })).deliveries).toHaveLength(2);
});

it('is sent when a mail server took it, and refused when one never will: then it is an issue until a letter gets through', async () => {
  const { id, number } = await issued();
  await send(id);
  const became = async (what: 'sent' | 'failed') => {
    await database.owner.query(
      `update outgoing_mail set ${what}_at = now(), body = null, attachments = '[]', last_error = case when '${what}' = 'failed' then 'EENVELOPE 550' end
       where id = (select mail_id from invoice_delivery where invoice_id = $1 order by created_at desc limit 1)`,
      [id],
    );
    const organization = { id: fixedId('organization', 'acme'), slug: 'acme', name: 'Acme Studio' };
    const scope = { organizationId: organization.id, teamId: null };
    await inOrg(database.jobs, scope, (tx) => evaluateSignals.handle({ organization, now: new Date() }, {}, tx));
    const { items } = await callAs<{ items: { title: string }[] }>(finn, listIssues, { kind: ['letter_refused'] });
    return {
      invoice: await callAs<InvoiceDetail>(finn, getInvoice, { invoiceId: id }),
      titles: items.map(({ title }) => title),
    };
  };
  const refused = await became('failed');
  expect(refused.invoice).toMatchObject({
    sentAt: null,
    deliveries: [{ status: 'refused', refusal: 'EENVELOPE 550' }],
  });
  expect(refused.titles).toContainEqual(expect.stringContaining(`invoice ${number} did not reach`));
  // A letter that was refused may be sent anew at once.
  await send(id);
  const accepted = await became('sent');
  expect(accepted.invoice).toMatchObject({
    sentAt: expect.any(String),
    deliveries: [{ status: 'refused' }, { status: 'accepted' }],
  });
  expect(accepted.titles).not.toContainEqual(expect.stringContaining(`invoice ${number} `));
});

it('is answered to the company', async () => {
  const { id } = await issued();
  await send(id, { to: 'answers@customer.example' });
  const [mail] = await mailTo('answers@customer.example');
  const { rows } = await database.owner.query<{ email: string }>(
    'select email from company_profile where organization_id = $1',
    [fixedId('organization', 'acme')],
  );
  expect(mail?.replyTo).toBe(rows[0]?.email);
  expect(mail?.replyTo).toContain('@');
});

it('is written in the organization’s language', async () => {
  const dana = { person: 'dana', organization: 'globex' };
  const invoice = await issued(dana);
  await send(invoice.id, { to: 'suomi@customer.example' }, dana);
  const [mail] = await mailTo('suomi@customer.example');
  expect(mail?.subject).toBe(`Lasku ${invoice.number}, Globex Nordic Oy`);
});

it('refuses a draft, and leaves no mail', async () => {
  const customerId = fixedId('customer', 'acme', 0);
  const { id } = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId, lines });
  await expect(send(id, { to: 'draft@customer.example' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await mailTo('draft@customer.example')).toEqual([]);
});

it('mails a thousand letters of one organization in a day, and no more', async () => {
  const { id } = await issued();
  await database.owner.query(
    `insert into invoice_delivery (organization_id, id, invoice_id, reminder_level, recipient)
     select organization_id, gen_random_uuid(), id, 0, 'somebody@elsewhere.example' from invoice, generate_series(1, 1000)
     where id = $1`,
    [id],
  );
  await expect(send(id, { to: 'stranger@elsewhere.example' })).rejects.toMatchObject({ code: 'rate_limited' });
  expect(await mailTo('stranger@elsewhere.example')).toEqual([]);
  const dana = { person: 'dana', organization: 'globex' };
  await send((await issued(dana)).id, { to: 'stranger@elsewhere.example' }, dana);
  expect((await mailTo('stranger@elsewhere.example')).length).toBe(1);
});

it('mails no more than that for callers at once, whatever teams they are narrowed to', async () => {
  const initech = { person: 'ada', organization: 'initech' };
  const invoices = await Promise.all(Array.from({ length: 9 }, () => issued(initech)));
  await database.owner.query(
    `insert into invoice_delivery (organization_id, id, invoice_id, reminder_level, recipient)
     select $1, gen_random_uuid(), $2, 0, 'somebody@elsewhere.example' from generate_series(1, 996 - (
       select count(*)::int from invoice_delivery where organization_id = $1 and created_at > now() - interval '1 day') - (
       select count(*)::int from bookkeeper_message where organization_id = $1 and sender = 'organization'
         and created_at > now() - interval '1 day'))`,
    [fixedId('organization', 'initech'), invoices[0]?.id],
  );
  const to = 'crowd@elsewhere.example';
  const answers = await Promise.allSettled(invoices.map(({ id }) => send(id, { to }, initech)));
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(4);
  expect((await mailTo(to)).length).toBe(4);
  // The letters of the other teams count for a narrowed connection, which sees none of them.
  const inDelivery = { ...initech, team: 'Delivery' };
  await expect(send((await issued(inDelivery)).id, { to }, inDelivery)).rejects.toMatchObject({ code: 'rate_limited' });
  await expect(callAs(initech, sendMessage, { body: 'Anything missing?' })).rejects.toMatchObject({
    code: 'rate_limited',
  });
});
