import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Contact } from '../schemas.ts';
import { listContacts } from './list-contacts.ts';

const { callAs } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const design = { person: 'ben', organization: 'acme', team: 'Design' };
const listAll = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Contact[] }>(caller, listContacts, { limit: 200, ...filter })).items;

it('shows a narrowed connection its team’s contacts, and no one else’s', async () => {
  const [all, mine] = [await listAll(ada), await listAll(design)];
  const teamId = fixedId('team', 'acme', 'Design');
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(mine.length).toBeGreaterThan(0);
  expect(mine).toEqual(all.filter((contact) => contact.teamId === teamId));
  const engineering = { teamId: fixedId('team', 'acme', 'Engineering') };
  await expect(listAll(design, engineering)).rejects.toMatchObject({ code: 'not_found' });
  expect(await listAll(ada, engineering)).toEqual(all.filter((contact) => contact.teamId === engineering.teamId));
});

it('chooses by customer and by part of name, job title or e-mail', async () => {
  const all = await listAll(ada);
  const [some] = all;
  expect(await listAll(ada, { customerId: some?.customerId })).toEqual(
    all.filter(({ customerId }) => customerId === some?.customerId),
  );
  expect((await listAll(ada, { text: some?.email?.toUpperCase() })).map(({ id }) => id)).toContain(some?.id);
});
