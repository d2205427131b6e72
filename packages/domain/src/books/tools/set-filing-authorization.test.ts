import { EFFECTS } from '@countersign/contracts/define-tool';
import { inOrg } from '@countersign/db/in-org';
import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { postEntry } from '../index.ts';
import type { Filing } from '../schemas.ts';
import { getFilings } from './get-filings.ts';
import { setFilingAuthorization } from './set-filing-authorization.ts';

const { callAs, database } = useDemoCaller();
const finn = { person: 'finn', organization: 'acme' };
const authorize = (period: string, authorized = true) =>
  callAs<Filing>(finn, setFilingAuthorization, { period, authorized });

it('no consent reaches it', () => {
  expect(EFFECTS[setFilingAuthorization.effect]).toMatchObject({ tier: 'manage', keyOnly: true });
});

it('keeps the figures as they were, so that a later booking shows', async () => {
  const authorized = await authorize('last_month');
  expect(authorized).toMatchObject({
    state: 'authorized',
    overdue: false,
    authorizedPayableMinor: authorized.payableMinor,
  });
  const organization = { id: fixedId('organization', 'acme'), slug: 'acme', name: 'Acme Studio' };
  await inOrg(database().tools, { organizationId: organization.id, teamId: null }, (tx) =>
    postEntry({ organization, now: new Date() }, tx, {
      on: authorized.to,
      description: 'Late invoice',
      source: { kind: 'invoice', id: newId() },
      teamId: null,
      currency: 'EUR',
      lines: [
        { account: 'receivables', debitMinor: 1255 },
        { account: 'sales', creditMinor: 1000, vatBasisPoints: 2550 },
        { account: 'vat_payable', creditMinor: 255, vatBasisPoints: 2550 },
      ],
    }),
  );
  const { filings } = await callAs<{ filings: Filing[] }>(finn, getFilings, { range: 'last_month' });
  expect(filings).toMatchObject([
    { payableMinor: authorized.payableMinor + 255, authorizedPayableMinor: authorized.payableMinor },
  ]);
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
