import type { Tool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { newId } from '@countersign/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { createToolCaller } from '@countersign/testing/tool-caller';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../src/catalogue.ts';
import { demoRecords, filledIn } from './demo-records.ts';

type Records = Readonly<Record<string, string>>;

let database: TestDatabase;
let acme: Records;
let globex: Records;
let design: Records;
let engineering: Records;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  acme = await demoRecords(database, 'acme');
  globex = await demoRecords(database, 'globex');
  design = await demoRecords(database, 'acme', 'Design');
  engineering = await demoRecords(database, 'acme', 'Engineering');
});
afterAll(() => database.drop());

/** Ids by other names than their record's own. */
const SAME_AS: Records = {
  assigneeId: 'memberId',
  leadId: 'memberId',
  authorId: 'memberId',
  userId: 'memberId',
  receiptDocumentId: 'documentId',
};

/** Numbers that authorities give out; no ids of records. */
const REGISTER_NUMBERS = new Set(['businessId', 'vatId']);

/** Records that every team of the organization has in common. */
const OF_NO_TEAM = new Set(['memberId', 'customerId', 'invitationId']);

/** Every way in for an id: each tool with each of its id properties. */
const entries = [...catalogue.values()].flatMap(({ tool }) =>
  Object.keys(tool.input.shape)
    .filter((property) => property.endsWith('Id') && !REGISTER_NUMBERS.has(property))
    .map((property) => ({ name: tool.name, property, record: SAME_AS[property] ?? property, tool })),
);

/** What a call answers, as bytes: its error whole, or its result. */
async function answerTo(caller: { person: string; organization: string; team?: string }, tool: Tool, input: unknown) {
  try {
    return JSON.stringify(await createToolCaller(database).rehearseAs(caller, tool, input));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return JSON.stringify({ code: error.code, message: error.message, ...error.details });
  }
}

describe.each(entries)('$name with $property', ({ tool, property, record }) => {
  // A filter finds nothing; whatever else takes an id refuses it.
  const refusal = tool.name.startsWith('list_') ? {} : { code: 'not_found' };
  const withId = (records: Records, id: string | undefined) => {
    const example = tool.examples.find((candidate) => property in candidate) ?? tool.examples[0];
    return { ...filledIn({ ...example, [property]: undefined }, records), [property]: id };
  };

  it('answers the id of another organization’s record as it answers one that never was', async () => {
    const ada = { person: 'ada', organization: 'acme' };
    const foreign = record === 'teamId' ? (await demoRecords(database, 'initech')).teamId : globex[record];
    expect(foreign).toBeTypeOf('string');
    const [answer, reference] = [
      await answerTo(ada, tool, withId(acme, foreign)),
      await answerTo(ada, tool, withId(acme, newId())),
    ];
    expect(answer).toBe(reference);
    expect(JSON.parse(answer)).toMatchObject(refusal);
  });

  it('answers the id of another team’s record as it answers one that never was', async () => {
    if (OF_NO_TEAM.has(record)) return;
    const inDesign = { person: 'ada', organization: 'acme', team: 'Design' };
    expect(engineering[record]).toBeTypeOf('string');
    const [answer, reference] = [
      await answerTo(inDesign, tool, withId(design, engineering[record])),
      await answerTo(inDesign, tool, withId(design, newId())),
    ];
    expect(answer).toBe(reference);
    expect(JSON.parse(answer)).toMatchObject(refusal);
  });
});

describe('a connection narrowed to Design', () => {
  const lists = [...catalogue.values()].filter(({ tool }) => 'teamId' in tool.input.shape && !tool.writes);

  it.each(lists.map(({ tool }) => ({ name: tool.name, tool })))(
    'sees only Design’s records in $name',
    async ({ tool }) => {
      const { callAs } = createToolCaller(database);
      const list = async (team: { team?: string }) => {
        const page = await callAs<{ items: readonly { teamId?: string | null }[] }>(
          { person: 'ada', organization: 'acme', ...team },
          tool,
          { limit: 200 },
        );
        return page.items;
      };
      const narrowed = await list({ team: 'Design' });
      const whole = await list({});
      const teams = (items: typeof narrowed) => new Set(items.flatMap(({ teamId }) => (teamId ? [teamId] : [])));
      expect(narrowed.length).toBeGreaterThan(0);
      expect([...teams(narrowed)].filter((teamId) => teamId !== design.teamId)).toEqual([]);
      expect(narrowed.filter((item) => item.teamId === null)).toEqual([]);
      expect(teams(whole).size).toBeGreaterThanOrEqual(teams(narrowed).size);
    },
  );
});
