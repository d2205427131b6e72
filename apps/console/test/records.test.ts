import type { RecordView } from '@countersign/contracts/console-records';
import { fixedId, newId } from '@countersign/runtime/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startConsole } from './console-under-test.ts';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
});
afterAll(() => console_.close());

const lease = fixedId('document', 'acme', 'Office lease.txt');
const at = (kind: string, id: string, slug = 'acme') => `/api/orgs/${slug}/records/${kind}/${id}`;

it('shows a member a record with its text, its facts and where it belongs', async () => {
  for (const person of ['ada', 'ben', 'cleo', 'finn']) {
    const { get } = await console_.as(person);
    const answer = await get(at('document', lease));
    expect(answer.statusCode).toBe(200);
    expect(answer.json<RecordView>()).toMatchObject({
      kind: 'document',
      title: 'Office lease.txt',
      text: expect.stringContaining('LEASE OF OFFICE PREMISES'),
      facts: { Note: 'Signed; the original is in the safe.' },
      organization: { slug: 'acme', name: 'Acme Studio' },
    });
  }
  const { get } = await console_.as('ada');
  const project = fixedId('project', 'acme', 'Bakery website');
  const { rows } = await console_.database.owner.query<{ id: string }>('select id from task where project_id = $1', [
    project,
  ]);
  const task = await get(at('task', rows[0]?.id ?? ''));
  expect(task.json<RecordView>().belongsTo).toEqual([{ kind: 'project', id: project, title: 'Bakery website' }]);
});

it('answers the same whatever the reason why a person sees nothing', async () => {
  const [ada, dana] = [await console_.as('ada'), await console_.as('dana')];
  const answers = [
    await dana.get(at('document', lease)),
    await ada.get(at('document', newId())),
    await ada.get(at('document', fixedId('document', 'globex', 'Office lease.txt'))),
    await ada.get(at('task', lease)),
    await ada.get(at('document', 'x')),
    await ada.get(at('user', fixedId('user', 'ada'))),
    await ada.get(at('document', lease, 'nowhere')),
  ];
  for (const answer of answers) expect(answer.statusCode).toBe(404);
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
});

it('shows nothing to a visitor', async () => {
  expect((await console_.app.inject({ url: at('document', lease) })).statusCode).toBe(401);
});
