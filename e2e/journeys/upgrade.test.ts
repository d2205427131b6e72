import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@countersign/db/server/migrate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Load, projectsOf, putUnderLoad, UNLIMITED } from '../load.ts';
import { useHouse } from '../use-house.ts';

const MIGRATIONS = join(import.meta.dirname, '../../prisma/migrations');
const TIMES = 100;
const READER_MS = 5000;

/** The present version serves while a newer one's migrations come. */
const house = useHouse({ LOG_LEVEL: 'warn', ...UNLIMITED });
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-upgrade-'));
  await cp(MIGRATIONS, folder, { recursive: true });
  await house.database.owner.query(`
    insert into task (organization_id, id, project_id, title, status, due_on)
    select organization_id, gen_random_uuid(), project_id, title, 'todo', due_on from task, generate_series(1, ${TIMES})`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Adds one to the newer version's migrations and applies it as `npm run db:migrate` does. */
async function applyMigration(name: string, statements: string): Promise<number> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'migration.sql'), statements);
  const startedAt = performance.now();
  expect(await migrate(house.database.ownerUrl, folder)).toEqual([name]);
  return performance.now() - startedAt;
}

const GATE = "'gate(uuid, boolean)'::regprocedure";

const STEPS: readonly [what: string, statements: string][] = [
  [
    'columns, an index and a table are added',
    `create table trial (organization_id uuid not null references organization, id uuid not null, primary key (organization_id, id));
     select secure_tenant_table('trial');
     alter table connection add column trial_note text not null default '';
     alter table invoice add column trial_note text;
     alter table audit_seal add column trial_note text;
     alter table project add column trial_note text;
     create index on project (organization_id, trial_note);`,
  ],
  [
    'a policy and grants change',
    `drop policy tenant on project;
     create policy tenant on project using (organization_id = current_organization() and true)
       with check (organization_id = current_organization());
     revoke delete on trial from countersign_tools;
     grant select on trial to countersign_jobs;`,
  ],
  [
    'the gate gets another column',
    `do $$
     declare definition text := pg_get_functiondef(${GATE});
     begin
       drop function gate(uuid, boolean);
       execute replace(definition, 'RETURNS TABLE(refusal text', 'RETURNS TABLE(trial_note text, refusal text');
       revoke all on function gate(uuid, boolean) from public;
       grant execute on function gate(uuid, boolean) to countersign_tools;
     end $$;`,
  ],
  [
    `a table of ${TIMES} times the demo’s rows is rewritten`,
    'alter table task add column trial_at timestamptz not null default clock_timestamp();',
  ],
  ['a column goes that nothing reads any more', 'drop table trial; alter table project drop column trial_note;'],
];

async function underLoad(name: string, during: () => Promise<unknown>): Promise<Load> {
  const load = await putUnderLoad(house, name);
  await sleep(300);
  await during();
  await sleep(700);
  await load.end();
  expect(load.failures).toEqual([]);
  expect(load.callsRepeated()).toBe(0);
  expect(load.reads()).toBeGreaterThan(5);
  expect(await projectsOf(house, name)).toEqual(load.written.toSorted());
  return load;
}

describe('while the version before serves', { timeout: 120_000 }, () => {
  it.each(STEPS)('no call fails when %s', async (what, statements) => {
    const name = `900${STEPS.findIndex(([step]) => step === what)}_trial`;
    await underLoad(name, () => applyMigration(name, statements));
  });

  it('nobody waits long for a migration that waits for a long reader', async () => {
    const reader = await house.database.owner.connect();
    await reader.query('begin; select from project');
    const load = await underLoad('patient', async () => {
      const applied = applyMigration('9100_trial', 'alter table project add column trial_patience text');
      await sleep(READER_MS);
      await reader.query('commit');
      reader.release();
      expect(await applied).toBeGreaterThan(READER_MS);
    });
    expect(load.longestReadMs()).toBeLessThan(READER_MS / 2);
  });
});
