import type { Tool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { newId } from '@countersign/runtime/ids';
import {
  hasPath,
  type InputPath,
  type InputSchema,
  inputPaths,
  schemasAt,
  withValue,
} from '@countersign/testing/input-paths';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { createToolCaller } from '@countersign/testing/tool-caller';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
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

/** Ids by other names than their record's own, by the path that leads to them. */
const SAME_AS: Records = {
  assigneeId: 'memberId',
  leadId: 'memberId',
  authorId: 'memberId',
  userId: 'memberId',
  receiptDocumentId: 'documentId',
  'teamIds.0': 'teamId',
  'phases.0.id': 'phaseId',
  'update_invoice_draft lines.0.id': 'draftLineId',
  'create_credit_note lines.0.lineId': 'issuedLineId',
};

/** Numbers that authorities give out; no ids of records. */
const REGISTER_NUMBERS = new Set(['businessId', 'vatId']);

/** Records that every team of the organization has in common. */
const OF_NO_TEAM = new Set(['memberId', 'customerId', 'invitationId']);

/** What `search` finds; the ids of `fetch` begin with one of these. */
const SEARCHED_KINDS = [...new Set([...catalogue.values()].map(({ module }) => module))].flatMap(
  ({ searchables = [] }) => searchables.map(({ kind }) => kind),
);

interface Entry {
  readonly tool: Tool;
  readonly name: string;
  readonly path: InputPath;
  /** The path as people read it. */
  readonly place: string;
  readonly record: string;
  /** What stands before the id, for a tool whose ids say their kind. */
  readonly prefix: string;
}

const schemaOf = ({ input }: Tool) => z.toJSONSchema(input, { io: 'input' }) as InputSchema;

/** Every way in for an id, however deep: each tool with each place whose schema is an id's or whose name says so. */
const entries = [...catalogue.values()].flatMap(({ tool }): Entry[] =>
  inputPaths(schemaOf(tool)).flatMap((path) => {
    const property = String(path.findLast((step) => typeof step === 'string'));
    const isId = schemasAt(schemaOf(tool), path).some(({ format }) => format === 'uuid');
    if (REGISTER_NUMBERS.has(property) || (!isId && !/(^i|I)d$/.test(property))) return [];
    const place = path.join('.');
    const entry = { tool, name: tool.name, path, place, prefix: '' };
    if (isId) return [{ ...entry, record: SAME_AS[`${tool.name} ${place}`] ?? SAME_AS[place] ?? place }];
    return SEARCHED_KINDS.map((kind) => ({
      ...entry,
      place: `${place} of a ${kind}`,
      record: `${kind}Id`,
      prefix: `${kind}:`,
    }));
  }),
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

it('finds the ways in that are nested', () => {
  expect(entries.flatMap(({ name, path, place }) => (path.length > 1 ? `${name} ${place}` : []))).toEqual(
    expect.arrayContaining([
      'update_project phases.0.id',
      'invite_member teamIds.0',
      'create_credit_note lines.0.lineId',
    ]),
  );
});

describe.each(entries)('$name with $place', ({ tool, path, record, prefix }) => {
  // A filter finds nothing; whatever else takes an id refuses it.
  const refusal = tool.name.startsWith('list_') ? {} : { code: 'not_found' };
  const withId = (records: Records, id: string | undefined) => {
    const example = tool.examples.find((candidate) => hasPath(candidate, path)) ?? tool.examples[0];
    const schema = schemaOf(tool);
    const filled = filledIn(withValue(schema, example, path, undefined), records);
    return withValue(schema, filled, path, prefix + id);
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
