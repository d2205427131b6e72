import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { fetchRecord } from './fetch.ts';
import { search } from './search.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const lease = `document:${fixedId('document', 'acme', 'Office lease.txt')}`;

interface Fetched {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly url: string;
  readonly metadata: Record<string, string>;
}

it('answers a document with its whole text and its page', async () => {
  const fetched = await callAs<Fetched>(ada, fetchRecord, { id: lease });
  expect(fetched).toMatchObject({
    id: lease,
    title: 'Office lease.txt',
    url: `http://localhost:4002/orgs/acme/records/${lease.replace(':', '/')}`,
    metadata: { kind: 'document', Note: 'Signed; the original is in the safe.', 'Uploaded by': 'Ada' },
  });
  expect(fetched.text).toContain('six months');
});

it('reads whatever search finds, under the title it was found by', async () => {
  for (const query of ['bakery', 'invoice', 'price list', 'design']) {
    const { results } = await callAs<{ results: Fetched[] }>(ada, search, { query });
    expect(results.length).toBeGreaterThan(0);
    for (const { id, title, url } of results) {
      expect(await callAs(ada, fetchRecord, { id })).toMatchObject({ id, title, url });
    }
  }
});

it('says where a record belongs', async () => {
  const { results } = await callAs<{ results: Fetched[] }>(ada, search, { query: 'bakery' });
  const task = results.find(({ id }) => id.startsWith('task:'));
  expect(await callAs(ada, fetchRecord, { id: task?.id })).toMatchObject({ metadata: { project: 'Bakery website' } });
});

it('answers the same for every id that is nothing here', async () => {
  const otherTeam = `document:${fixedId('document', 'acme', 'Incident review.txt')}`;
  const otherOrganization = `document:${fixedId('document', 'globex', 'Office lease.txt')}`;
  const answers = new Set<string>();
  for (const id of [
    otherTeam,
    otherOrganization,
    `document:${newId()}`,
    `task:${newId()}`,
    'user:1',
    'x',
    ':',
    `${lease}:x`,
  ]) {
    const error: unknown = await callAs({ ...ada, team: 'Design' }, fetchRecord, { id }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'not_found' });
    answers.add(JSON.stringify({ ...(error as object), message: (error as Error).message }));
  }
  expect(answers.size).toBe(1);
});
