import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { search } from '../src/account/tools/search.ts';
import { addInvoiceLine } from '../src/billing/tools/add-invoice-line.ts';
import { createInvoiceDraft } from '../src/billing/tools/create-invoice-draft.ts';
import { deleteInvoiceDraft } from '../src/billing/tools/delete-invoice-draft.ts';
import { updateInvoiceDraft } from '../src/billing/tools/update-invoice-draft.ts';
import { createCustomer } from '../src/directory/tools/create-customer.ts';
import { updateCustomer } from '../src/directory/tools/update-customer.ts';
import { deleteDocument } from '../src/documents/tools/delete-document.ts';
import { updateDocument } from '../src/documents/tools/update-document.ts';
import { uploadDocuments } from '../src/documents/tools/upload-documents.ts';
import { createProject } from '../src/projects/tools/create-project.ts';
import { updateProject } from '../src/projects/tools/update-project.ts';
import { createTask } from '../src/tasks/tools/create-task.ts';
import { updateTask } from '../src/tasks/tools/update-task.ts';

const { callAs, database } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const inDesign = { ...ada, team: 'Design' };
const organizationId = fixedId('organization', 'acme');
const KINDS = ['project', 'task', 'customer', 'invoice', 'document'];

/** Questions that find records of every kind, in every organization. */
const MUCH = sql<{ kind: string; recordId: string }>`
  select distinct kind, record_id from unnest(array['the', 'invoice', 'example']) as question, find_records(${KINDS}, question, 100000)`;

const titles = async (query: string, caller: typeof ada | typeof inDesign = ada) => {
  const { results } = await callAs<{ results: { title: string }[] }>(caller, search, { query });
  return results.map(({ title }) => title).toSorted();
};
const line = (description: string) => ({ description, unitPriceMinor: 5000, vatBasisPoints: 2550 });

/** The entries there should be and are not, and those that are and should not be. */
async function differences(): Promise<unknown[]> {
  const found: unknown[] = [];
  await withQueries(database.owner, async (db) => {
    for (const kind of KINDS) {
      const said = sql`select o.id, w.* from organization o,
        ${sql.id(`words_of_${kind}`)}(o.id, array(select id from ${sql.table(kind)} where organization_id = o.id)) w`;
      const kept = sql`select organization_id, record_id, team_id, every_team, words from search_entry where kind = ${kind}`;
      const { rows } = await sql`(${said} except ${kept}) union all (${kept} except ${said})`.execute(db);
      found.push(...rows);
    }
  });
  return found;
}

describe('the search index', () => {
  it('is out of the reach of every serving role', async () => {
    for (const pool of [database.tools, database.jobs, database.control]) {
      for (const statement of [
        'select from search_entry',
        "insert into search_entry values (gen_random_uuid(), 'task', gen_random_uuid(), null, true, '')",
        "update search_entry set words = ''",
        'delete from search_entry',
        "select refresh_search_entries('task', gen_random_uuid(), '{}')",
        "select words_of_task(gen_random_uuid(), '{}')",
      ]) {
        await expect(pool.query(statement), statement).rejects.toMatchObject({ code: '42501' });
      }
    }
  });

  it('answers plain SQL of the tools role with records of its organization only, and outside one with none', async () => {
    const outside = await withQueries(database.tools, (db) => MUCH.execute(db));
    expect(outside.rows).toEqual([]);
    const inside = await inOrg(database.tools, { organizationId, teamId: null }, (tx) => MUCH.execute(queries(tx)));
    expect(new Set(inside.rows.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    const { rows } = await database.owner.query<{ count: number }>(
      'select count(*)::int as count from search_entry where organization_id <> $1 and record_id = any ($2)',
      [organizationId, inside.rows.map(({ recordId }) => recordId)],
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('answers plain SQL of a connection in a team with records of that team, and customers, which every team sees', async () => {
    const teamId = fixedId('team', 'acme', 'Design');
    const found = await inOrg(database.tools, { organizationId, teamId }, (tx) => MUCH.execute(queries(tx)));
    const ids = found.rows.flatMap(({ kind, recordId }) => (kind === 'customer' ? [] : [recordId]));
    expect(ids.length).toBeGreaterThan(10);
    expect(ids.length).toBeLessThan(found.rows.length);
    const { rows } = await database.owner.query<{ count: number }>(
      'select count(*)::int as count from search_entry where record_id = any ($1) and team_id is distinct from $2',
      [ids, teamId],
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('says of every record what the record says: of the demo data, and after everything that tools do', async () => {
    expect(await differences()).toEqual([]);
    const { id: customerId } = await callAs(ada, createCustomer, { name: 'Wigwam Oy' });
    const project = await callAs(inDesign, createProject, { name: 'Yurt', customerId });
    const task = await callAs(inDesign, createTask, { projectId: project['id'], title: 'Felt' });
    const draft = await callAs(ada, createInvoiceDraft, { customerId, lines: [line('Marquee')] });
    await callAs(ada, addInvoiceLine, { invoiceId: draft['id'], ...line('Gazebo') });
    expect(await titles('wigwam')).toEqual(['Draft invoice for Wigwam Oy', 'Wigwam Oy', 'Yurt']);
    expect(await titles('marquee gazebo wigwam')).toEqual(['Draft invoice for Wigwam Oy']);

    await callAs(ada, updateInvoiceDraft, { invoiceId: draft['id'], lines: [line('Awning')] });
    await callAs(ada, updateTask, { taskId: task['id'], title: 'Wool' });
    expect(await titles('marquee')).toEqual([]);
    expect(await titles('awning')).toEqual(['Draft invoice for Wigwam Oy']);
    expect(await titles('yurt wool')).toEqual(['Wool']);
    expect(await differences()).toEqual([]);

    await callAs(ada, deleteInvoiceDraft, { invoiceId: draft['id'] });
    expect(await titles('awning')).toEqual([]);
    const bytes = Buffer.from('About a bivouac.').toString('base64');
    const { documents } = await callAs<{ documents: { id: string }[] }>(ada, uploadDocuments, {
      files: [{ name: 'Palisade.txt', contentBase64: bytes }],
    });
    const documentId = documents[0]?.id;
    await callAs(ada, updateDocument, { documentId, contextNote: 'Rampart' });
    expect(await titles('palisade rampart')).toEqual(['Palisade.txt']);
    expect(await differences()).toEqual([]);
    await callAs(ada, deleteDocument, { documentId });
    expect(await titles('palisade')).toEqual([]);
    expect(await differences()).toEqual([]);
  });

  it('follows a customer’s name into records of every team, whatever team the connection that changes it is narrowed to', async () => {
    const { id: customerId } = await callAs(ada, createCustomer, { name: 'Before Oy' });
    await callAs({ ...ada, team: 'Engineering' }, createProject, { name: 'Bivouac', customerId });
    await callAs(inDesign, updateCustomer, { customerId, name: 'Tarpaulin Oy' });
    expect(await titles('tarpaulin')).toEqual(['Bivouac', 'Tarpaulin Oy']);
    expect(await titles('tarpaulin', inDesign)).toEqual(['Tarpaulin Oy']);
    expect(await differences()).toEqual([]);
  });

  it('moves a project’s tasks with it to another team', async () => {
    const project = await callAs(inDesign, createProject, { name: 'Caravan' });
    await callAs(inDesign, createTask, { projectId: project['id'], title: 'Axle' });
    expect(await titles('caravan', inDesign)).toEqual(['Axle', 'Caravan']);
    const teamId = fixedId('team', 'acme', 'Engineering');
    await callAs(ada, updateProject, { projectId: project['id'], teamId });
    expect(await titles('caravan', inDesign)).toEqual([]);
    expect(await titles('caravan', { ...ada, team: 'Engineering' })).toEqual(['Axle', 'Caravan']);
  });

  it('knows the new name of a customer also on an invoice that is drafted while the name changes', async () => {
    const { id: customerId } = await callAs(ada, createCustomer, { name: 'Hammock Oy' });
    let drafted: Promise<unknown> = Promise.resolve();
    await transaction(database.owner, async (db) => {
      await sql`update customer set name = 'Cabin Oy' where id = ${customerId}`.execute(db);
      drafted = callAs(ada, createInvoiceDraft, { customerId, lines: [line('Rope')] });
      await vi.waitFor(async () => {
        const { rows } = await database.owner.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        expect(rows.length).toBe(1);
      });
    });
    await drafted;
    expect(await titles('cabin rope')).toEqual(['Draft invoice for Cabin Oy']);
    expect(await differences()).toEqual([]);
  });
});
