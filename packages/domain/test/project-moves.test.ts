import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { beforeEach, describe, expect, it } from 'vitest';
import { getProjectReport } from '../src/analytics/tools/get-project-report.ts';
import type { InvoiceDetail } from '../src/billing/schemas.ts';
import { createBudget } from '../src/billing/tools/create-budget.ts';
import { createExpense } from '../src/billing/tools/create-expense.ts';
import { createInvoiceDraft } from '../src/billing/tools/create-invoice-draft.ts';
import { generateInvoiceFromTime } from '../src/billing/tools/generate-invoice-from-time.ts';
import { getInvoice } from '../src/billing/tools/get-invoice.ts';
import { issueInvoice } from '../src/billing/tools/issue-invoice.ts';
import { listInvoices } from '../src/billing/tools/list-invoices.ts';
import { createCustomer } from '../src/directory/tools/create-customer.ts';
import { createProject } from '../src/projects/tools/create-project.ts';
import { updateProject } from '../src/projects/tools/update-project.ts';
import type { TimeEntry } from '../src/time/schemas.ts';
import { listTimeEntries } from '../src/time/tools/list-time-entries.ts';
import { logTime } from '../src/time/tools/log-time.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const inDesign = { ...ada, team: 'Design' };
const inEngineering = { ...ada, team: 'Engineering' };
const design = fixedId('team', 'acme', 'Design');
const engineering = fixedId('team', 'acme', 'Engineering');
const address = { street: 'Kauppakatu 1', postalCode: '00100', city: 'Helsinki', country: 'FI' };
const made = <Output = { id: string }>(tool: Parameters<typeof callAs>[1], input: object, caller: object = ada) =>
  callAs<Output>(caller as typeof ada, tool, input);

let customerId: string;
let projectId: string;
beforeEach(async () => {
  customerId = (await made(createCustomer, { name: 'Laituri Oy', ...address })).id;
  projectId = (await made(createProject, { name: 'Pier', customerId, teamId: design, hourlyRateMinor: 10_000 })).id;
});
const report = (caller: object = ada) => made(getProjectReport, { projectId }, caller);

describe('a project that changes its team', () => {
  it('takes time, invoices, expenses and budgets along, so that its report is the same whoever looks', async () => {
    await made(logTime, { projectId, minutes: 60 });
    const billed = await made<InvoiceDetail>(generateInvoiceFromTime, { projectId, vatBasisPoints: 2550 });
    await made(issueInvoice, { invoiceId: billed.id });
    await made(logTime, { projectId, minutes: 30 });
    await made(createExpense, {
      supplier: 'Print',
      amounts: [{ grossMinor: 1255, vatBasisPoints: 2550 }],
      projectId,
      book: true,
    });
    await made(createBudget, { projectId, amountMinor: 100_000 });
    const before = await report(inDesign);
    expect(before).toEqual(await report());

    await made(updateProject, { projectId, teamId: engineering });
    expect(await report()).toEqual(before);
    expect(await report(inEngineering)).toEqual(before);
    await expect(report(inDesign)).rejects.toMatchObject({ code: 'not_found' });
    expect(await made(getInvoice, { invoiceId: billed.id }, inEngineering)).toMatchObject({ teamId: engineering });
    await expect(made(getInvoice, { invoiceId: billed.id }, inDesign)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a project that changes its customer', () => {
  it('takes its unbilled time along, and what is billed stays with whom it was billed to', async () => {
    const first = await made<TimeEntry>(logTime, { projectId, minutes: 60 });
    const billed = await made<InvoiceDetail>(generateInvoiceFromTime, { projectId, vatBasisPoints: 2550 });
    const second = await made<TimeEntry>(logTime, { projectId, minutes: 30 });
    const other = await made(createCustomer, { name: 'Satama Oy', ...address });
    await made(updateProject, { projectId, customerId: other.id });
    const { items } = await made<{ items: TimeEntry[] }>(listTimeEntries, { projectId });
    expect(new Map(items.map((entry) => [entry.id, entry.customerId]))).toEqual(
      new Map([
        [first.id, customerId],
        [second.id, other.id],
      ]),
    );
    expect(await made(getInvoice, { invoiceId: billed.id })).toMatchObject({ customerId });
    const next = await made<InvoiceDetail>(generateInvoiceFromTime, { projectId, vatBasisPoints: 2550 });
    expect(next).toMatchObject({ customerId: other.id, netMinor: 5000 });
  });
});

describe('an invoice from time', () => {
  it('of one project is that project’s and its team’s, also when only the customer was named', async () => {
    await made(logTime, { projectId, minutes: 60 });
    const draft = await made<InvoiceDetail>(generateInvoiceFromTime, { customerId, vatBasisPoints: 2550 });
    expect(draft).toMatchObject({ projectId, teamId: design });
    expect((await made<{ items: { id: string }[] }>(listInvoices, {}, inDesign)).items.map(({ id }) => id)).toContain(
      draft.id,
    );
    await made(issueInvoice, { invoiceId: draft.id });
    expect(await report(inDesign)).toMatchObject({ money: [{ invoicedMinor: 10_000, openMinor: 12_550 }] });
  });

  it('of several projects counts for each by its lines', async () => {
    const other = (await made(createProject, { name: 'Jetty', customerId, teamId: design, hourlyRateMinor: 20_000 }))
      .id;
    await made(logTime, { projectId, minutes: 60 });
    await made(logTime, { projectId: other, minutes: 90 });
    const draft = await made<InvoiceDetail>(generateInvoiceFromTime, { customerId, vatBasisPoints: 2550 });
    expect(draft).toMatchObject({ projectId: null, teamId: design });
    expect(new Set(draft.lines.map((line) => line.projectId))).toEqual(new Set([projectId, other]));
    await made(issueInvoice, { invoiceId: draft.id });
    expect(await report()).toMatchObject({ money: [{ invoicedMinor: 10_000, openMinor: 12_550 }] });
    expect(await made(getProjectReport, { projectId: other })).toMatchObject({
      money: [{ invoicedMinor: 30_000, openMinor: 37_650 }],
    });
  });

  it('fills a draft that is there, after its lines', async () => {
    const line = { description: 'Start', unitPriceMinor: 5000, vatBasisPoints: 2550 };
    const draft = await made<InvoiceDetail>(createInvoiceDraft, { customerId, lines: [line], reference: 'PO 1' });
    await made(logTime, { projectId, minutes: 60 });
    const filled = await made<InvoiceDetail>(generateInvoiceFromTime, { invoiceId: draft.id, vatBasisPoints: 2550 });
    expect(filled).toMatchObject({ id: draft.id, reference: 'PO 1', netMinor: 15_000, totalMinor: 18_825 });
    expect(filled.lines.map(({ description }) => description)).toEqual(['Start', 'Pier']);
    const { items } = await made<{ items: TimeEntry[] }>(listTimeEntries, { projectId });
    expect(items).toMatchObject([{ invoiceId: draft.id }]);
    await made(logTime, { projectId, minutes: 60 });
    const other = await made(createCustomer, { name: 'Satama Oy' });
    const foreign = await made(createInvoiceDraft, { customerId: other.id });
    await expect(
      made(generateInvoiceFromTime, { invoiceId: foreign.id, projectId, vatBasisPoints: 2550 }),
    ).rejects.toThrow(/another customer/);
  });

  it('fills an empty draft and gives it its project and team', async () => {
    const draft = await made<InvoiceDetail>(createInvoiceDraft, { customerId });
    await made(logTime, { projectId, minutes: 60 });
    const filled = await made<InvoiceDetail>(generateInvoiceFromTime, { invoiceId: draft.id, vatBasisPoints: 2550 });
    expect(filled).toMatchObject({ id: draft.id, projectId, teamId: design });
  });
});
