import { EFFECTS } from '@countersign/contracts/define-tool';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { describe, expect, it, vi } from 'vitest';
import { createExpense } from '../../billing/tools/create-expense.ts';
import { markExpensePaid } from '../../billing/tools/mark-expense-paid.ts';
import { dayAfter } from '../../calendar.ts';
import { postEntry } from '../index.ts';
import type { Filing } from '../schemas.ts';
import { getFilings } from './get-filings.ts';
import { setFilingAuthorization } from './set-filing-authorization.ts';

const { callAs, database } = useDemoCaller();
const acme = { id: fixedId('organization', 'acme'), slug: 'acme', name: 'Acme Studio' };
const finn = { person: 'finn', organization: 'acme' };
const authorize = (period: string, authorized = true) =>
  callAs<Filing>(finn, setFilingAuthorization, { period, authorized });

it('no consent reaches it', () => {
  expect(EFFECTS[setFilingAuthorization.effect]).toMatchObject({ tier: 'manage', keyOnly: true });
});

describe('while a period is authorized', () => {
  const payable = async () => {
    const { filings } = await callAs<{ filings: Filing[] }>(finn, getFilings, { range: 'last_month' });
    return filings[0]?.payableMinor;
  };
  const receipt = (incurredOn: string) => ({
    supplier: 'Late Oy',
    amounts: [{ grossMinor: 1255, vatBasisPoints: 2550 }],
    incurredOn,
    book: true,
  });

  it('nothing with VAT is booked into it, and its figures stay; taken back, it is', async () => {
    const authorized = await authorize('last_month');
    expect(authorized).toMatchObject({
      state: 'authorized',
      overdue: false,
      authorizedPayableMinor: authorized.payableMinor,
    });
    for (const day of [authorized.from, authorized.to]) {
      await expect(callAs(finn, createExpense, receipt(day))).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining(`The VAT period of ${day} was authorized`),
      });
    }
    expect(await payable()).toBe(authorized.payableMinor);
    await callAs(finn, createExpense, receipt(dayAfter(authorized.to, 1)));
    await authorize('last_month', false);
    await callAs(finn, createExpense, receipt(authorized.to));
    expect(await payable()).toBe(authorized.payableMinor - 255);
  });

  it('money that came or went in it is still booked: it says nothing of VAT', async () => {
    const { from } = await authorize('last_month');
    const { incurredOn: _, ...today } = receipt(from);
    const { id } = await callAs(finn, createExpense, today);
    expect(await callAs(finn, markExpensePaid, { expenseId: id, paidOn: from })).toMatchObject({ paidOn: from });
  });

  it.each(['2024', '2024-Q2', '2024-05'])('holds for a day of %s, as the organization reported it', async (period) => {
    const organizationId = fixedId('organization', 'acme');
    await database.owner.query(
      'insert into vat_filing (organization_id, period, authorized_at, authorized_payable_minor) values ($1, $2, now(), 0)',
      [organizationId, period],
    );
    await expect(callAs(finn, createExpense, receipt('2024-05-31'))).rejects.toMatchObject({ code: 'conflict' });
    await database.owner.query('delete from vat_filing where organization_id = $1 and period = $2', [
      organizationId,
      period,
    ]);
    await callAs(finn, createExpense, receipt('2024-05-31'));
  });

  it('a booking under way is waited for by the decision, whose figures know it', async () => {
    await authorize('last_month', false);
    const [before, { to }] = [await payable(), await authorize('last_month', false)];
    let decided: Promise<Filing> | undefined;
    await inOrg(database.tools, { organizationId: acme.id, teamId: null }, async (tx) => {
      await postEntry({ organization: acme, now: new Date() }, tx, {
        on: to,
        description: 'Late invoice',
        source: { kind: 'invoice', id: newId() },
        teamId: null,
        currency: 'EUR',
        lines: [
          { account: 'receivables', debitMinor: 1255 },
          { account: 'sales', creditMinor: 1000, vatBasisPoints: 2550 },
          { account: 'vat_payable', creditMinor: 255, vatBasisPoints: 2550 },
        ],
      });
      decided = authorize('last_month');
      await vi.waitFor(async () => {
        const { rows } = await database.owner.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        expect(rows.length).toBe(1);
      });
    });
    expect((await decided)?.authorizedPayableMinor).toBe((before ?? 0) + 255);
  });
});

it('can be said twice and taken back', async () => {
  const first = await authorize('2026-02');
  expect(await authorize('2026-02')).toEqual(first);
  expect(await authorize('2026-02', false)).toMatchObject({
    state: 'to_review',
    authorizedAt: null,
    authorizedPayableMinor: null,
  });
});

it('waits until the period is over', async () => {
  await expect(authorize('this_month')).rejects.toMatchObject({ code: 'conflict', details: { state: 'running' } });
});
