import { catalogue } from '@countersign/domain/catalogue';
import { demoRecords } from '@countersign/domain/test/demo-records';
import { ID_INPUTS, type IdInput, withId } from '@countersign/domain/test/id-inputs';
import { newId } from '@countersign/runtime/ids';
import { type TestDatabase } from '@countersign/testing/test-database';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STEPS } from './access-expectations.ts';
import { connection, key } from './access-rows.ts';
import { buildTestApp, setSwitches } from './test-app.ts';

type Records = Readonly<Record<string, string>>;

const database = useTestDatabase('demo');
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools, { catalogue });
  // Nothing but the record stands in the way: whoever asks may do everything.
  await setSwitches(database.owner, 'acme', { mcpBillingWrite: true });
});
afterAll(() => app.close());

interface Row {
  readonly who: string;
  readonly whose: string;
  readonly credential: (database: TestDatabase) => Promise<string | undefined>;
  /** The caller's own records, and those that are not the caller's. */
  readonly own: readonly [organization: string, team?: string];
  readonly foreign: readonly [organization: string, team?: string];
  readonly applies: (input: IdInput) => boolean;
}

const keyOnly = ({ tool }: IdInput) => STEPS[tool.effect] === 'keyOnly';

const ROWS: readonly Row[] = [
  {
    who: 'a connection for everything',
    whose: 'another organization',
    credential: connection({ organization: 'acme' }),
    own: ['acme'],
    foreign: ['globex'],
    applies: (input) => !keyOnly(input),
  },
  {
    who: 'a connection narrowed to a team',
    whose: 'another organization',
    credential: connection({ organization: 'acme', team: 'Design' }),
    own: ['acme', 'Design'],
    foreign: ['globex'],
    applies: (input) => !keyOnly(input),
  },
  {
    who: 'a connection narrowed to a team',
    whose: 'another team',
    credential: connection({ organization: 'acme', team: 'Design' }),
    own: ['acme', 'Design'],
    foreign: ['acme', 'Engineering'],
    applies: (input) => !keyOnly(input) && !input.ofNoTeam,
  },
  {
    who: 'an organization key, by the tools that are for keys only',
    whose: 'another organization',
    credential: key({ organization: 'acme' }),
    own: ['acme'],
    foreign: ['globex'],
    applies: keyOnly,
  },
];

async function answerTo(credential: string | undefined, { name }: IdInput, payload: Record<string, unknown>) {
  const headers = { host: 'mcp.example.test', authorization: `Bearer ${credential}` };
  const response = await app.inject({ method: 'POST', url: `/v1/tools/${name}`, headers, payload });
  // Every answer names its own request; nothing else may differ.
  const body = response.body.replace(/"instance":"urn:uuid:[0-9a-f-]{36}"/, '"instance":"…"');
  const { code = 'found' } = response.json<{ code?: string }>();
  return { outcome: `${response.statusCode} ${code}`, body };
}

describe.each(ROWS)('$who, with ids of $whose', ({ credential: get, own, foreign, applies }) => {
  it('learns from every tool what it learns with an id that never was', async () => {
    const credential = await get(database);
    const mine = await demoRecords(database, ...own);
    // Globex has no team.
    const { teamId = '' } = await demoRecords(database, 'initech');
    const theirs: Records = { teamId, ...(await demoRecords(database, ...foreign)) };
    const wrong: string[] = [];
    for (const input of ID_INPUTS.filter(applies)) {
      const place = `${input.name} ${input.place}`;
      const id = theirs[input.record];
      if (id === undefined) throw new Error(`The demo data has no ${input.record} of theirs for ${place}`);
      const answer = await answerTo(credential, input, withId(input, mine, id));
      const reference = await answerTo(credential, input, withId(input, mine, newId()));
      if (answer.body !== reference.body) wrong.push(`${place}: ${answer.body} is not ${reference.body}`);
      // A narrowed connection filters by its own team, or by none.
      const filters = input.filters && !(own[1] && input.record === 'teamId');
      const expected = filters ? '200 found' : '404 not_found';
      if (answer.outcome !== expected) wrong.push(`${place}: ${answer.outcome} ${answer.body}`);
    }
    expect(wrong).toEqual([]);
  });
});
