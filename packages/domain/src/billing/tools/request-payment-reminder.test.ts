import { withQueries } from '@countersign/db/connections/transaction';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { clockAt } from '../../zone-clock.ts';
import type { Invoice, InvoiceDetail } from '../schemas.ts';
import { listInvoices } from './list-invoices.ts';
import { markInvoicePaid } from './mark-invoice-paid.ts';
import { requestPaymentReminder } from './request-payment-reminder.ts';

const { callAs, database } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const listed = async (filter: object) =>
  (await callAs<{ items: Invoice[] }>(finn, listInvoices, { limit: 200, ...filter })).items;
const remind = (invoiceId: string | undefined, input: object = {}) =>
  callAs<InvoiceDetail>(finn, requestPaymentReminder, { invoiceId, ...input });

/** The organization's own day, which is not always that of UTC. */
const todayInHelsinki = () => clockAt(new Date(), 'Europe/Helsinki').slice(0, 10);

it('mails what is open with the invoice, and counts', async () => {
  const late = (await listed({ overdue: true })).find(({ reminderLevel }) => reminderLevel < 3);
  const after = await remind(late?.id, { to: 'late@customer.example' });
  const level = (late?.reminderLevel ?? 0) + 1;
  expect(after).toMatchObject({ reminderLevel: level, remindedOn: todayInHelsinki() });
  expect(after.deliveries.at(-1)).toMatchObject({ reminderLevel: level, recipient: 'late@customer.example' });
  const mail = await withQueries(database.owner, (db) =>
    db
      .selectFrom('outgoingMail')
      .selectAll()
      .where('recipient', '=', 'late@customer.example')
      .executeTakeFirstOrThrow(),
  );
  expect(mail).toMatchObject({ kind: 'payment_reminder', subject: `Reminder ${level}: invoice ${late?.number}` });
  const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' });
  expect(mail.body).toContain(`Still open: ${money.format((late?.openMinor ?? 0) / 100)}`);
  await expect(remind(late?.id)).rejects.toThrow(/today already/);
});

it('goes out once when two calls ask at once', async () => {
  const late = (await listed({ overdue: true })).findLast(({ reminderLevel }) => reminderLevel < 3);
  const answers = await Promise.allSettled([remind(late?.id), remind(late?.id)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('is refused for what is not late, and once it is paid', async () => {
  const early = (await listed({ status: ['issued'], overdue: false }))[0];
  await expect(remind(early?.id)).rejects.toThrow(/nothing of this one is late/);
  const late = (await listed({ overdue: true })).find(({ reminderLevel }) => reminderLevel < 2);
  await callAs(finn, markInvoicePaid, { invoiceId: late?.id });
  await expect(remind(late?.id)).rejects.toThrow(/nothing of this one is late/);
});

it('is refused after the third', async () => {
  const late = (await listed({ overdue: true })).find(({ reminderLevel }) => reminderLevel === 3);
  await expect(remind(late?.id)).rejects.toThrow(/reminded 3 times/);
});
