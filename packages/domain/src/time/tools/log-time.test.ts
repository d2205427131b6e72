import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { clockAt } from '../../zone-clock.ts';
import { memberMeant } from '../members.ts';
import type { TimeEntry } from '../schemas.ts';
import { listTimeEntries } from './list-time-entries.ts';
import { logTime } from './log-time.ts';

const { callAs, database } = useDemoCaller();

const ben = { person: 'ben', organization: 'acme' };
const customerId = fixedId('customer', 'acme', 0);

it('needs only the minutes', async () => {
  expect(await callAs(ben, logTime, { minutes: 30 })).toMatchObject({
    minutes: 30,
    running: false,
    startedAt: null,
    billable: false,
    memberName: 'Ben',
    currency: 'EUR',
    version: 1,
  });
});

it('for a customer is billable at the organization’s rate, unless said otherwise', async () => {
  expect(await callAs(ben, logTime, { minutes: 30, customerId })).toMatchObject({ billable: true, rateMinor: 9800 });
  expect(await callAs(ben, logTime, { minutes: 30, customerId, rateMinor: 12_000 })).toMatchObject({
    rateMinor: 12_000,
  });
  expect(await callAs(ben, logTime, { minutes: 30, customerId, billable: false })).toMatchObject({ billable: false });
});

it('at a project’s own rate when it has one', async () => {
  // Every third demo project has.
  const projectId = fixedId('project', 'acme', 'Brewery labels, winter range');
  const entry = await callAs<TimeEntry>(ben, logTime, { minutes: 30, projectId });
  expect(entry).toMatchObject({ billable: true, rateMinor: 11_250 });
});

it('refuses what does not fit: too long, to come, for nobody, for two customers', async () => {
  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  const projectId = fixedId('project', 'acme', 'Brewery labels, winter range');
  for (const input of [
    { minutes: 1441 },
    { minutes: 0 },
    { minutes: 30, workedOn: tomorrow },
    { minutes: 30, billable: true },
    { minutes: 30, projectId, customerId: fixedId('customer', 'acme', 3) },
    { minutes: 30, projectId, teamId: fixedId('team', 'acme', 'Engineering') },
  ]) {
    await expect(callAs(ben, logTime, input)).rejects.toMatchObject({ code: 'invalid_input' });
  }
});

it('of an API key has to say whose time it is', async () => {
  const key = { user: null } as Parameters<typeof memberMeant>[0];
  const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
  const meant = (memberId?: string) => inOrg(database.tools, acme, (tx) => memberMeant(key, tx, memberId));
  await expect(meant()).rejects.toThrow(/Name a member/);
  expect(await meant(fixedId('user', 'ben'))).toBe(fixedId('user', 'ben'));
});

it('takes a day in words, counted where the organization is', async () => {
  const yesterday = await callAs<TimeEntry>(ben, logTime, { minutes: 5, workedOn: 'yesterday' });
  const inHelsinki = clockAt(new Date(Date.now() - 86_400_000), 'Europe/Helsinki').slice(0, 10);
  expect(yesterday.workedOn).toBe(inHelsinki);
  const { items } = await callAs<{ items: TimeEntry[] }>(ben, listTimeEntries, {
    memberId: fixedId('user', 'ben'),
    from: 'yesterday',
    to: 'yesterday',
  });
  expect(items.map(({ id }) => id)).toContain(yesterday.id);
  await expect(callAs(ben, logTime, { minutes: 5, workedOn: 'someday' })).rejects.toThrow(/YYYY-MM-DD.*yesterday/);
});
