import type { Tool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { newId } from '@countersign/runtime/ids';
import { createToolCaller } from '@countersign/testing/tool-caller';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../src/catalogue.ts';
import { demoRecords } from './demo-records.ts';
import { ID_INPUTS, withId } from './id-inputs.ts';

type Records = Readonly<Record<string, string>>;

const database = useTestDatabase('demo');
let acme: Records;
let globex: Records;
let design: Records;
let engineering: Records;
beforeAll(async () => {
  acme = await demoRecords(database, 'acme');
  globex = await demoRecords(database, 'globex');
  design = await demoRecords(database, 'acme', 'Design');
  engineering = await demoRecords(database, 'acme', 'Engineering');
});

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
  expect(ID_INPUTS.flatMap(({ name, path, place }) => (path.length > 1 ? `${name} ${place}` : []))).toEqual(
    expect.arrayContaining([
      'update_project phases.0.id',
      'invite_member teamIds.0',
      'create_credit_note lines.0.lineId',
    ]),
  );
});

describe.each(ID_INPUTS)('$name with $place', (entry) => {
  const { tool, record } = entry;
  const refusal = entry.filters ? {} : { code: 'not_found' };

  it('answers the id of another organization’s record as it answers one that never was', async () => {
    const ada = { person: 'ada', organization: 'acme' };
    const foreign = record === 'teamId' ? (await demoRecords(database, 'initech')).teamId : globex[record];
    expect(foreign).toBeTypeOf('string');
    const [answer, reference] = [
      await answerTo(ada, tool, withId(entry, acme, foreign)),
      await answerTo(ada, tool, withId(entry, acme, newId())),
    ];
    expect(answer).toBe(reference);
    expect(JSON.parse(answer)).toMatchObject(refusal);
  });

  it('answers the id of another team’s record as it answers one that never was', async () => {
    if (entry.ofNoTeam) return;
    const inDesign = { person: 'ada', organization: 'acme', team: 'Design' };
    expect(engineering[record]).toBeTypeOf('string');
    const [answer, reference] = [
      await answerTo(inDesign, tool, withId(entry, design, engineering[record])),
      await answerTo(inDesign, tool, withId(entry, design, newId())),
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
