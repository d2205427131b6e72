import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fixedId, newId } from '@countersign/runtime/ids';
import { Person } from '@countersign/testing/person';
import { beforeAll, describe, expect, it } from 'vitest';
import { openConsoleSession } from '../console-session.ts';
import { connect, connectWithKey } from '../mcp-client.ts';
import { useHouse } from '../use-house.ts';

const PRODUCT = join(import.meta.dirname, '../another-product');
const VAN = newId();
const TRUCK = newId();
const ELSEWHERE = newId();

interface Vehicles {
  readonly items: readonly { readonly id: string; readonly name: string; readonly reservedOn: readonly string[] }[];
}

/** The apps as they are, with a product of two tools where the back office was. */
const house = useHouse({ NODE_OPTIONS: `--import=${pathToFileURL(join(PRODUCT, 'instead-of-domain.ts')).href}` });
beforeAll(async () => {
  const { owner } = house.database;
  await owner.query(await readFile(join(PRODUCT, 'migration.sql'), 'utf8'));
  const engineering = fixedId('team', 'acme', 'Engineering');
  for (const [organization, id, team, name] of [
    ['acme', VAN, null, 'Van'],
    ['acme', TRUCK, engineering, 'Truck'],
    ['initech', ELSEWHERE, null, 'Scooter'],
  ] as const) {
    await owner.query('insert into vehicle (organization_id, id, team_id, name) values ($1, $2, $3, $4)', [
      fixedId('organization', organization),
      id,
      team,
      name,
    ]);
  }
});

const asAda = (choice: { organization: string; team?: string; write?: boolean }) =>
  connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ada'), choice);

describe('another product in the place of the back office', () => {
  it('shows an assistant its own tools and no others, and writes only with both signatures', async () => {
    const ada = await asAda({ organization: 'Acme Studio', write: true });
    expect((await ada.listTools()).map(({ name }) => name)).toEqual([
      'list_vehicles',
      'reserve_vehicle',
      'list_proposals',
      'get_proposal',
      'withdraw_proposal',
    ]);
    const trip = { vehicleId: VAN, day: '2099-01-11', purpose: 'Delivery to Turku' };
    expect(await ada.answer('reserve_vehicle', trip)).toEqual({ day: '2099-01-11' });
    const { items } = await ada.answer<Vehicles>('list_vehicles');
    expect(items.map(({ name, reservedOn }) => [name, reservedOn])).toEqual([
      ['Van', ['2099-01-11']],
      ['Truck', []],
    ]);
    expect(JSON.stringify(await ada.call('reserve_vehicle', trip))).toContain('The vehicle is reserved on that day.');

    const admin = await openConsoleSession(house, 'ada');
    await admin.change('PATCH', '/api/orgs/acme/write-access', { write: false });
    const refused = await ada.call('reserve_vehicle', { ...trip, day: '2099-01-12' });
    expect(JSON.stringify(refused)).toContain('write_disabled');
    await admin.change('PATCH', '/api/orgs/acme/write-access', { write: true });
    await ada.close();
  });

  it('has deeds, dry runs, rules and signatures by its migration alone', async () => {
    const ada = await asAda({ organization: 'Acme Studio', write: true });
    const admin = await openConsoleSession(house, 'ada');
    const trip = { vehicleId: VAN, day: '2099-03-01', purpose: 'Moving house' };
    const tried = await ada.answer<{ dryRun: boolean; deed: { summary: string } }>('reserve_vehicle', {
      ...trip,
      dryRun: true,
    });
    expect(tried).toMatchObject({ dryRun: true, deed: { summary: 'Changed vehicle Van' } });

    const rule = { module: 'vehicles', effect: 'create', decision: 'ask', askFromMinor: null, signer: 'own' };
    await admin.change('PUT', '/api/orgs/acme/change-rules', { rules: [rule] });
    expect(JSON.stringify(await ada.call('reserve_vehicle', trip))).toContain(
      'awaiting_signature: Nothing was changed yet.',
    );
    const { items } = await ada.answer<{ items: { id: string; state: string }[] }>('list_proposals');
    expect(items).toMatchObject([{ state: 'pending', summary: 'Changed vehicle Van' }]);
    const inbox = `/api/orgs/acme/inbox/${items[0]?.id}`;
    const { seen } = await admin.get<{ seen: string }>(inbox);
    await admin.change('POST', `${inbox}/sign`, { seen });
    expect(await ada.answer('reserve_vehicle', trip)).toEqual({ day: '2099-03-01', replayed: true });
    await admin.change('PUT', '/api/orgs/acme/change-rules', { rules: [] });
    await ada.close();
  });

  it('is isolated by the database: of another team or organization there is nothing, as of an id that never was', async () => {
    const narrowed = await asAda({ organization: 'Acme Studio', team: 'Design', write: true });
    expect((await narrowed.answer<Vehicles>('list_vehicles')).items).toEqual([]);
    const answers = await Promise.all(
      [TRUCK, ELSEWHERE, newId()].map((vehicleId) =>
        narrowed.call('reserve_vehicle', { vehicleId, day: '2099-02-01', purpose: 'Somebody else’s' }),
      ),
    );
    const texts = answers.map(({ content }) => JSON.stringify(content));
    expect(texts[0]).toContain('not_found');
    expect(new Set(texts).size).toBe(1);
    await narrowed.close();
  });

  it('is found by its words, and by nobody who would not see it', async () => {
    const namesFound = async (client: Awaited<ReturnType<typeof asAda>>, words: string) =>
      (await client.answer<Vehicles>('list_vehicles', { words })).items.map(({ name }) => name);
    const whole = await asAda({ organization: 'Acme Studio' });
    expect(await namesFound(whole, 'tru')).toEqual(['Truck']);
    expect(await namesFound(whole, 'scooter')).toEqual([]);
    await whole.close();
    const narrowed = await asAda({ organization: 'Acme Studio', team: 'Design' });
    expect(await namesFound(narrowed, 'truck')).toEqual([]);
    await narrowed.close();
  });

  it('has its own scopes for API keys, over MCP and over REST, and its own page of tools', async () => {
    const admin = await openConsoleSession(house, 'ada');
    const asked = { name: 'Dispatch', scopes: ['read:vehicles'], expiresInDays: 1, allowedAddresses: [] };
    const { key } = await admin.change<{ key: string }>('POST', '/api/orgs/acme/api-keys', asked);
    const client = await connectWithKey('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, key);
    expect((await client.listTools()).map(({ name }) => name)).toEqual(['list_vehicles']);
    await client.close();
    const answer = await fetch(`${house.urls.mcp}/v1/tools/list_vehicles`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(((await answer.json()) as Vehicles).items.map(({ name }) => name)).toEqual(['Van', 'Truck']);
    const catalogue = await (await fetch(`${house.urls.mcp}/catalogue.json`)).text();
    expect(catalogue).toContain('reserve_vehicle');
    expect(catalogue).not.toContain('invoice');
  });
});
