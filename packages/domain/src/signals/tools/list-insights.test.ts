import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { listInvoices } from '../../billing/tools/list-invoices.ts';
import { composeInsight } from '../compose-insight.ts';
import type { Insight } from '../schemas.ts';
import { listInsights } from './list-insights.ts';

const { callAs, database } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };

it('tells of whole weeks, newest first, each beside the one before', async () => {
  const { items } = await callAs<{ items: Insight[] }>(ada, listInsights, { limit: 200 });
  expect(items.length).toBeGreaterThanOrEqual(8);
  for (const [index, { from, to, figures }] of items.entries()) {
    expect(new Date(from).getUTCDay()).toBe(1);
    expect(Date.parse(to) - Date.parse(from)).toBe(6 * 86_400_000);
    for (const { key, unit, previous } of figures.filter(({ module }) => module !== 'signals')) {
      const before = items[index + 1]?.figures.find((figure) => figure.key === key && figure.unit === unit);
      if (before) expect([from, key, previous]).toEqual([from, key, before.value]);
    }
  }
});

it('agrees with the invoices of that week', async () => {
  const { items } = await callAs<{ items: Insight[] }>(ada, listInsights, { limit: 200 });
  const week = items.find(({ figures }) => figures.some(({ key, value }) => key === 'invoices_issued' && value > 0));
  const invoices = await callAs<{ items: { netMinor: number; currency: string }[] }>(ada, listInvoices, {
    issuedFrom: week?.from,
    issuedTo: week?.to,
    limit: 200,
  });
  const valueOf = (key: string) => week?.figures.find((figure) => figure.key === key)?.value;
  expect(invoices.items.length).toBe(valueOf('invoices_issued'));
  const euros = invoices.items.filter(({ currency }) => currency === 'EUR');
  expect(euros.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(valueOf('invoiced_net'));
});

it('keeps a week once, as it was', async () => {
  const organizationId = fixedId('organization', 'acme');
  const again = () =>
    inOrg(database.tools, { organizationId, teamId: null }, (tx) =>
      composeInsight(tx, organizationId, new Date().toISOString().slice(0, 10)),
    );
  expect(await Promise.all([again(), again()])).toEqual([false, false]);
});

it('tells a narrowed connection nothing of the whole organization', async () => {
  expect(await callAs({ ...ada, team: 'Design' }, listInsights, {})).toEqual({ items: [], nextCursor: null });
});
