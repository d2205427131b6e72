import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { describe, expect, it } from 'vitest';
import { createCustomer } from '../../directory/tools/create-customer.ts';
import { createProject } from '../../projects/tools/create-project.ts';
import { findRecords } from '../records.ts';
import { search } from './search.ts';

const { callAs, database } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

interface Result {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}

async function results(query: string, caller: { person: string; organization: string; team?: string } = ada) {
  const answer = await callAs<{ results: Result[] }>(caller, search, { query });
  return answer.results;
}
const titles = async (...call: Parameters<typeof results>) => (await results(...call)).map(({ title }) => title);

it('answers in ChatGPT’s shape, with an address that people can open', async () => {
  const id = fixedId('document', 'acme', 'Office lease.txt');
  expect(await callAs(ada, search, { query: 'Office lease' })).toEqual({
    results: [
      {
        id: `document:${id}`,
        title: 'Office lease.txt',
        url: `http://localhost:4002/orgs/acme/records/document/${id}`,
      },
    ],
  });
});

it('finds every kind: projects, tasks, customers, invoices and documents', async () => {
  const { rows } = await database.owner.query<{ name: string; number: number }>(
    `select customer.name, invoice.number from invoice join customer on customer.id = invoice.customer_id
     where invoice.organization_id = $1 and number is not null order by number limit 1`,
    [fixedId('organization', 'acme')],
  );
  const { name = '', number = 0 } = rows[0] ?? {};
  const kinds = (found: readonly Result[]) => new Set(found.map(({ id }) => id.split(':')[0]));
  expect(kinds(await results('bakery'))).toEqual(new Set(['project', 'task']));
  expect(kinds(await results(name))).toContain('customer');
  expect((await titles(`invoice ${number} ${name}`))[0]).toBe(`Invoice ${number} for ${name}`);
  expect(await titles('greenhouse calendar till')).toEqual(['Workshop notes Puutarha.txt']);
});

describe('words', () => {
  it.each([
    ['in another case', 'OFFICE LEASE'],
    ['without their marks', 'kiinteistot'],
    ['with marks', 'Kiinteistöt'],
    ['by their beginnings', 'off lea subl'],
    ['in any order', 'deposit landlord'],
    ['with punctuation around them', '“lease”, (office)!'],
  ])('are found %s', async (_what, query) => {
    expect(await titles(query)).toContain('Office lease.txt');
  });

  it('of one letter or two are whole ones', async () => {
    await callAs(ada, createProject, { name: 'Ox cart' });
    expect(await titles('ox')).toContain('Ox cart');
    expect(await titles('ca')).not.toContain('Ox cart');
    expect(await titles('car ox')).toEqual(['Ox cart']);
  });

  it('must all occur', async () => {
    expect(await titles('lease hovercraft')).toEqual([]);
  });

  it('in a title come before those in the text', async () => {
    await callAs(ada, createProject, { name: 'Other', description: 'About a zeppelin.' });
    await callAs(ada, createProject, { name: 'Zeppelin' });
    expect(await titles('zeppelin')).toEqual(['Zeppelin', 'Other']);
  });

  it('of German and Nordic spelling are one', async () => {
    await callAs(ada, createCustomer, { name: 'Müller & Söhne, Große Straße' });
    for (const query of ['Muller sohne', 'MÜLLER', 'grosse strasse', 'Große Straße']) {
      expect(await titles(query)).toContain('Müller & Söhne, Große Straße');
    }
  });

  it.each(["'", '&', ':*', '!', '<->', "a' | b:*", '( (', '\\', '% _', '💥', "'; drop table document; --"])(
    'that look like a question’s syntax, %j, are only words',
    async (query) => {
      expect(Array.isArray(await results(query))).toBe(true);
    },
  );
});

it('shows a team nothing of another team', async () => {
  expect(await titles('certificate outage', { ...ada, team: 'Engineering' })).toEqual(['Incident review.txt']);
  expect(await titles('certificate outage', { ...ada, team: 'Design' })).toEqual([]);
});

it('shows nothing of another organization', async () => {
  for (const { url } of await results('lease', { person: 'ada', organization: 'globex' })) {
    expect(url).toContain('/orgs/globex/');
  }
});

it('shows an API key only the modules it may read', async () => {
  const scope = { organizationId: fixedId('organization', 'acme'), teamId: null };
  const authority = {
    granted: { kind: 'organization_key', scopes: ['read:account', 'read:tasks'] },
    switches: { access: true, write: false, billingWrite: false },
    role: null,
    token: null,
  } as const;
  const found = await inOrg(database.tools, scope, (tx) => findRecords({ authority }, tx, 'bakery', 30));
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['task']));
});
