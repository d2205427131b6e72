import type { RequestContext } from '@countersign/contracts/request-context';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { type CallAs, createToolCaller } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import type { Invoice } from '../../billing/schemas.ts';
import { listExpenses } from '../../billing/tools/list-expenses.ts';
import { listInvoices } from '../../billing/tools/list-invoices.ts';
import type { Filing } from '../../books/schemas.ts';
import { getFilings } from '../../books/tools/get-filings.ts';
import type { Overview as OverviewSchema } from '../schemas.ts';
import { getOverview } from './get-overview.ts';

const { callAs, database } = useDemoCaller();

type Overview = z.infer<typeof OverviewSchema>;
const ada = { person: 'ada', organization: 'acme' };
const overview = (caller: Parameters<CallAs>[0]) => callAs<Overview>(caller, getOverview, {});
const listed = async (caller: Parameters<CallAs>[0], filter: object) =>
  (await callAs<{ items: Invoice[] }>(caller, listInvoices, { limit: 200, ...filter })).items;

it('has something to tell of every part of the demo data', async () => {
  const { projects, tasks, upcomingEvents, time, billing, attention } = await overview(ada);
  expect(projects?.active).toBeGreaterThan(0);
  expect(tasks?.open).toBeGreaterThan(0);
  expect(upcomingEvents?.length).toBeGreaterThan(0);
  expect(time).toMatchObject({ runningTimers: 1 });
  expect(time?.unbilledMinutes).toBeGreaterThan(time?.unbilledMinutesOlderThan30Days ?? 0);
  expect(time?.unbilledMinutesOlderThan30Days).toBeGreaterThan(0);
  expect(billing?.receivables[0]).toMatchObject({ currency: 'EUR' });
  expect(new Set(attention.map(({ kind }) => kind))).toContain('overdue_invoice');
  expect(attention.map(({ dueOn }) => dueOn)).toEqual(attention.map(({ dueOn }) => dueOn).sort());
});

it.each([ada, { ...ada, team: 'Design' }])(
  'counts what list_invoices shows the same connection: %o',
  async (caller) => {
    const { billing, team } = await overview(caller);
    const open = await listed(caller, { status: ['issued', 'partly_paid'] });
    const overdue = await listed(caller, { overdue: true });
    const sum = (invoices: Invoice[]) => invoices.reduce((total, { openMinor }) => total + openMinor, 0);
    expect(team).toBe('team' in caller ? caller.team : null);
    expect(billing?.draftInvoices).toBe((await listed(caller, { status: ['draft'] })).length);
    expect(billing?.receivables[0]).toMatchObject({
      openInvoices: open.length,
      openMinor: sum(open),
      overdueInvoices: overdue.length,
      overdueMinor: sum(overdue),
    });
  },
);

it('tells of the day it is where the organization is', async () => {
  const todayAt = async (moment: string) => {
    const { callAs } = createToolCaller(database, () => new Date(moment));
    return (await callAs<Overview>(ada, getOverview, {})).today;
  };
  expect(await todayAt('2027-01-31T21:59:59Z')).toBe('2027-01-31');
  expect(await todayAt('2027-01-31T22:00:00Z')).toBe('2027-02-01');
});

it('says how ready the books are, to finance roles only', async () => {
  const { books } = await overview({ person: 'finn', organization: 'acme' });
  const drafts = await callAs<{ items: { incurredOn: string }[] }>(ada, listExpenses, {
    status: ['draft'],
    limit: 200,
  });
  const { filings } = await callAs<{ filings: Filing[] }>(ada, getFilings, { range: 'last_month' });
  expect(books).toMatchObject({
    unbookedExpenses: drafts.items.length,
    unbookedInLastPeriod: drafts.items.filter(({ incurredOn }) => incurredOn <= (filings[0]?.to ?? '')).length,
    lastPeriod: { period: filings[0]?.period, payableMinor: filings[0]?.payableMinor, state: 'to_review' },
    overdueFilings: 0,
  });
  expect(books?.ready).toBe(books?.unbookedInLastPeriod === 0);
  expect((await overview({ person: 'cleo', organization: 'acme' })).books).toBeNull();
});

it('leaves out what an API key of this module alone may not read', async () => {
  const granted = { kind: 'organization_key', scopes: ['read:account', 'read:tasks'] } as const;
  const switches = { access: true, write: false, billingWrite: false };
  const ctx = {
    now: new Date(),
    organization: { id: fixedId('organization', 'acme'), slug: 'acme', name: 'Acme Studio' },
    team: null,
    authority: { granted, switches, role: null, token: null },
  };
  const scope = { organizationId: ctx.organization.id, teamId: null };
  const answer = await inOrg(database.tools, scope, (tx) =>
    // Only what this tool reads of a context.
    getOverview.handle(ctx as unknown as RequestContext, {} as never, tx),
  );
  expect(answer).toMatchObject({
    projects: null,
    upcomingEvents: null,
    time: null,
    billing: null,
    books: null,
    tasks: { open: expect.any(Number) },
  });
});

it('tells of everything else when there are too many events for one list', async () => {
  await database.owner.query(
    `insert into event (organization_id, id, title, starts_on, ends_on, time_zone, recurrence)
     select $1, gen_random_uuid(), 'Standup', current_date, current_date, 'Europe/Helsinki', 'FREQ=DAILY' from generate_series(1, 501)`,
    [fixedId('organization', 'globex')],
  );
  const { upcomingEvents, projects } = await overview({ person: 'ada', organization: 'globex' });
  expect(upcomingEvents).toBeNull();
  expect(projects?.active).toBeGreaterThan(0);
});
