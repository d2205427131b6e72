import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Message } from '../schemas.ts';
import { listMessages } from './list-messages.ts';

const { callAs, database } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const list = async (filter: object, caller: { person: string; organization: string } = finn) =>
  (await callAs<{ items: Message[] }>(caller, listMessages, { limit: 200, ...filter })).items;

it('tells the thread newest first, both sides of it', async () => {
  const messages = await list({});
  const times = messages.map(({ createdAt }) => createdAt);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(new Set(messages.map(({ sender }) => sender))).toEqual(new Set(['organization', 'bookkeeper']));
});

it('filters by sender, text and time', async () => {
  const all = await list({});
  const [newest] = all;
  expect(await list({ sender: 'bookkeeper' })).toEqual(all.filter(({ sender }) => sender === 'bookkeeper'));
  expect((await list({ text: newest?.body.slice(3, 20).toUpperCase() }))[0]).toEqual(newest);
  expect(await list({ range: '1971' })).toEqual([]);
  const year = newest?.createdAt.slice(0, 4) ?? '';
  expect(await list({ range: year })).toEqual(all.filter(({ createdAt }) => createdAt.startsWith(year)));
});

it('counts days and months where the organization is', async () => {
  await database.owner.query(
    `insert into bookkeeper_message (organization_id, id, sender, sender_name, body, created_at)
     values ($1, gen_random_uuid(), 'bookkeeper', 'Bo', 'Half past midnight in Helsinki', '2021-06-30T21:30:00Z')`,
    [fixedId('organization', 'acme')],
  );
  expect((await list({ range: '2021-07' })).map(({ body }) => body)).toEqual(['Half past midnight in Helsinki']);
  expect(await list({ range: '2021-06' })).toEqual([]);
  expect(await list({ range: '2021-Q2' })).toEqual([]);
});

it('holds another thread for another organization', async () => {
  const acme = new Set((await list({})).map(({ id }) => id));
  const initech = await list({}, { person: 'finn', organization: 'initech' });
  expect(initech.length).toBeGreaterThan(0);
  expect(initech.filter(({ id }) => acme.has(id))).toEqual([]);
});
