import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Project } from '../../projects/schemas.ts';
import { listProjects } from '../../projects/tools/list-projects.ts';
import type { InvoiceDetail } from '../schemas.ts';
import { createInvoiceDraft } from './create-invoice-draft.ts';
import { getInvoice } from './get-invoice.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const customerId = fixedId('customer', 'acme', 0);

/** What a caller is told about each of these ids. */
const refusalsOf = (ids: (string | undefined)[], call: (id: string | undefined) => Promise<unknown>) =>
  Promise.all(
    ids.map((id) =>
      call(id).then(
        () => 'allowed',
        (error: unknown) => error,
      ),
    ),
  );

it('needs only a customer: no number, no lines, the customer’s terms and the organization’s currency', async () => {
  const draft = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId });
  expect(draft).toMatchObject({
    status: 'draft',
    number: null,
    lines: [],
    totalMinor: 0,
    currency: 'EUR',
    teamId: null,
  });
  expect(draft).toMatchObject({ paymentTermDays: 14, issuedOn: null, dueOn: null, overdue: false, version: 1 });
  expect(await callAs(finn, getInvoice, { invoiceId: draft.id })).toEqual(draft);
});

it('reckons VAT for each rate on the sum of its lines', async () => {
  const draft = await callAs<InvoiceDetail>(finn, createInvoiceDraft, {
    customerId,
    currency: 'sek',
    lines: [
      {
        description: 'Third of an hour',
        quantityThousandths: 333,
        unit: 'h',
        unitPriceMinor: 9999,
        vatBasisPoints: 2550,
      },
      { description: 'Another third', quantityThousandths: 333, unit: 'h', unitPriceMinor: 9999, vatBasisPoints: 2550 },
      { description: 'Book', unitPriceMinor: 1005, vatBasisPoints: 1000 },
      { description: 'Discount', unitPriceMinor: -500, vatBasisPoints: 2550 },
    ],
  });
  expect(draft.lines.map(({ position, netMinor }) => [position, netMinor])).toEqual([
    [1, 3330],
    [2, 3330],
    [3, 1005],
    [4, -500],
  ]);
  expect(draft.vat).toEqual([
    { vatBasisPoints: 1000, netMinor: 1005, vatMinor: 101 },
    { vatBasisPoints: 2550, netMinor: 6160, vatMinor: 1571 },
  ]);
  expect(draft).toMatchObject({ currency: 'SEK', netMinor: 7165, vatMinor: 1672, totalMinor: 8837 });
});

it('takes the team of a narrowed connection, else of the project', async () => {
  const narrowed = await callAs<InvoiceDetail>(design, createInvoiceDraft, { customerId });
  expect(narrowed.teamId).toBe(fixedId('team', 'acme', 'Design'));
  const project = (await callAs<{ items: Project[] }>(finn, listProjects, { limit: 200 })).items.find(
    ({ teamId }) => teamId,
  );
  const draft = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId, projectId: project?.id });
  expect(draft).toMatchObject({ teamId: project?.teamId, projectName: project?.name });
});

it('refuses a team that is not the project’s', async () => {
  const engineering = { teamId: fixedId('team', 'acme', 'Engineering') };
  const { items } = await callAs<{ items: Project[] }>(finn, listProjects, {
    teamId: fixedId('team', 'acme', 'Design'),
  });
  await expect(
    callAs(finn, createInvoiceDraft, { customerId, projectId: items[0]?.id, ...engineering }),
  ).rejects.toMatchObject({ code: 'invalid_input' });
});

it('answers not_found alike for customers, projects and teams out of reach', async () => {
  const customers = await refusalsOf([fixedId('customer', 'globex', 0), fixedId('nothing')], (id) =>
    callAs(finn, createInvoiceDraft, { customerId: id }),
  );
  const engineering = { teamId: fixedId('team', 'acme', 'Engineering') };
  const { items } = await callAs<{ items: Project[] }>(finn, listProjects, engineering);
  const projects = await refusalsOf([items[0]?.id, fixedId('nothing')], (projectId) =>
    callAs(design, createInvoiceDraft, { customerId, projectId }),
  );
  const teams = await refusalsOf([engineering.teamId, fixedId('nothing')], (teamId) =>
    callAs(design, createInvoiceDraft, { customerId, teamId }),
  );
  for (const [foreign, missing] of [customers, projects, teams]) {
    expect(foreign).toMatchObject({ code: 'not_found' });
    expect(foreign).toEqual(missing);
  }
  await expect(
    callAs(finn, createInvoiceDraft, { customerId, teamId: fixedId('team', 'initech', 'Delivery') }),
  ).rejects.toMatchObject({ code: 'not_found' });
});

it('refuses unknown currencies and amounts beyond the bound', async () => {
  const line = { description: 'Planet', unitPriceMinor: 100_000_000_000, vatBasisPoints: 0 };
  for (const input of [
    { currency: 'DEM' },
    { lines: [line, line] },
    { lines: [{ ...line, quantityThousandths: 0 }] },
  ]) {
    await expect(callAs(finn, createInvoiceDraft, { customerId, ...input })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  }
});
