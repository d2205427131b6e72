import { Person } from '@countersign/testing/person';
import { expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

interface Identified {
  readonly id: string;
}

it('a project is offered, worked, billed and reported, and its figures are those of the revenue report', async () => {
  const client = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Initech',
    write: true,
    billing: true,
  });
  const create = async (tool: string, input: Record<string, unknown>) =>
    (await client.answer<Identified>(tool, input)).id;

  const customerId = await create('create_customer', {
    name: 'Kaarna Clinic Oy',
    street: 'Satamakatu 3',
    postalCode: '00160',
    city: 'Helsinki',
    country: 'FI',
  });
  const projectId = await create('create_project', { name: 'Patient portal', customerId, hourlyRateMinor: 10_000 });
  const quoteId = await create('create_quote', {
    customerId,
    projectId,
    title: 'Patient portal, phase 1',
    lines: [
      { description: 'Concept', unitPriceMinor: 400_000, vatBasisPoints: 2550 },
      { description: 'Discount as agreed', unitPriceMinor: -50_000, vatBasisPoints: 2550 },
    ],
  });
  const tooEarly = await client.call('convert_quote_to_invoice', { quoteId });
  expect(tooEarly).toMatchObject({ isError: true });
  await client.answer('set_quote_status', { quoteId, status: 'sent' });
  await client.answer('set_quote_status', { quoteId, status: 'accepted' });

  await client.answer('set_project_status', { projectId, status: 'active' });
  await create('create_budget', { projectId, amountMinor: 350_000 });
  const taskId = await create('create_task', { projectId, title: 'Concept' });
  await client.answer('log_time', { taskId, minutes: 600, description: 'Workshops' });
  await client.answer('set_task_status', { taskId, status: 'done' });
  await client.answer('create_expense', {
    projectId,
    supplier: 'Studio Havn',
    category: 'subcontracting',
    amounts: [{ grossMinor: 62_750, vatBasisPoints: 2550 }],
    book: true,
  });

  const invoiceId = await create('convert_quote_to_invoice', { quoteId });
  await client.answer('issue_invoice', { invoiceId });
  await client.answer('mark_invoice_paid', { invoiceId, amountMinor: 200_000 });

  const report = await client.answer('get_project_report', { projectId });
  expect(report).toMatchObject({
    name: 'Patient portal',
    status: 'active',
    customerName: 'Kaarna Clinic Oy',
    tasks: { todo: 0, doing: 0, blocked: 0, done: 1 },
    minutes: 600,
    unbilledMinutes: 600,
    work: [{ name: 'Ada', minutes: 600 }],
    money: [
      {
        currency: 'EUR',
        invoicedMinor: 350_000,
        creditedMinor: 0,
        openMinor: 239_250,
        expensesMinor: 50_000,
        workMinor: 100_000,
        unbilledWorkMinor: 100_000,
        marginMinor: 300_000,
      },
    ],
    budgets: [{ amountMinor: 350_000, consumedMinor: 150_000, remainingMinor: 200_000, consumedPercent: 42 }],
  });
  const { rows } = await client.answer<{ rows: { key: string | null; revenueMinor: number }[] }>('get_revenue_report', {
    range: 'this_month',
    by: 'project',
  });
  expect(rows.find(({ key }) => key === projectId)).toMatchObject({ revenueMinor: 350_000 });
  await client.close();
});
