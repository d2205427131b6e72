import { throughGate } from '@countersign/access/gate/gate';
import type {
  ConnectionsView,
  ConsoleError,
  OrganizationCard,
  SessionView,
  WriteAccessView,
} from '@countersign/contracts/console-api';
import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aConnection, atTheGate, lockWaiter, startConsole } from './console-under-test.ts';

const ACME = '/api/orgs/acme/write-access';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeEach(async () => {
  console_ = await startConsole();
});
afterEach(() => console_.close());

async function turn(person: string, change: object, path = ACME) {
  const browser = await console_.as(person);
  return browser.send('PATCH', path, change);
}

async function switchesOf(slug: string) {
  return withQueries(console_.database.owner, (db) =>
    db
      .selectFrom('organization')
      .select(['mcpWrite', 'mcpBillingWrite'])
      .where('slug', '=', slug)
      .executeTakeFirstOrThrow(),
  );
}

describe('who may turn the switches', () => {
  it.each(['ben', 'cleo', 'finn'])('refuses %s, who is no admin, and changes nothing', async (person) => {
    const answer = await turn(person, { write: false });
    expect(answer.statusCode).toBe(403);
    expect(answer.json<ConsoleError>().error.code).toBe('role_forbids');
    expect(await switchesOf('acme')).toEqual({ mcpWrite: true, mcpBillingWrite: false });
  });

  it('does not show a member what the switches page shows', async () => {
    const ben = await console_.as('ben');
    expect((await ben.get(ACME)).statusCode).toBe(403);
  });

  it('tells a member who the admins are', async () => {
    const ben = await console_.as('ben');
    expect((await ben.get('/api/orgs/acme')).json<OrganizationCard>()).toEqual({
      slug: 'acme',
      name: 'Acme Studio',
      role: 'member',
      admins: [{ name: 'Ada', email: 'ada@example.test' }],
    });
  });

  it('answers a foreign organization as one that does not exist', async () => {
    const dana = await console_.as('dana');
    for (const [foreign, unknown] of [
      await Promise.all([dana.get(ACME), dana.get('/api/orgs/none/write-access')]),
      await Promise.all([dana.get('/api/orgs/acme'), dana.get('/api/orgs/none')]),
      await Promise.all([
        dana.send('PATCH', ACME, { write: false }),
        dana.send('PATCH', '/api/orgs/none/write-access', { write: false }),
      ]),
    ]) {
      expect(foreign?.statusCode).toBe(404);
      expect(foreign?.body).toBe(unknown?.body);
    }
    expect(await switchesOf('acme')).toEqual({ mcpWrite: true, mcpBillingWrite: false });
  });

  it('takes an address that no organization can have for a mistake of the sender', async () => {
    const ada = await console_.as('ada');
    for (const slug of ['%00', 'ac%00me', '..%2facme', '%E2%84%AA']) {
      const { statusCode } = await ada.get(`/api/orgs/${slug}/write-access`);
      expect([slug, statusCode]).toEqual([slug, slug.includes('%00') ? 400 : 404]);
    }
  });

  it('acts on the role of this moment', async () => {
    const ada = await console_.as('ada');
    await withQueries(console_.database.owner, (db) =>
      db
        .updateTable('membership')
        .set({ role: 'member' })
        .where('organizationId', '=', fixedId('organization', 'acme'))
        .where('userId', '=', fixedId('user', 'ada'))
        .execute(),
    );
    expect((await ada.send('PATCH', ACME, { write: false })).statusCode).toBe(403);
  });
});

describe('billing needs write', () => {
  it('refuses billing while write is off', async () => {
    const answer = await turn('dana', { billingWrite: true }, '/api/orgs/globex/write-access');
    expect(answer.statusCode).toBe(409);
    expect(await switchesOf('globex')).toEqual({ mcpWrite: false, mcpBillingWrite: false });
  });

  it('refuses a contradiction in one change', async () => {
    expect((await turn('ada', { write: false, billingWrite: true })).statusCode).toBe(409);
    expect(await switchesOf('acme')).toEqual({ mcpWrite: true, mcpBillingWrite: false });
  });

  it('clears billing when write is turned off, and does not bring it back', async () => {
    const path = '/api/orgs/initech/write-access';
    expect((await turn('ada', { write: false }, path)).json<WriteAccessView>().switches).toMatchObject({
      write: false,
      billingWrite: false,
    });
    await turn('ada', { write: true }, path);
    expect(await switchesOf('initech')).toEqual({ mcpWrite: true, mcpBillingWrite: false });
  });

  it('holds whatever two admins click at the same moment', async () => {
    const [one, two] = [await console_.as('ada'), await console_.as('ada')];
    for (let round = 0; round < 10; round++) {
      await Promise.all([one.send('PATCH', ACME, { write: false }), two.send('PATCH', ACME, { billingWrite: true })]);
      const { mcpWrite, mcpBillingWrite } = await switchesOf('acme');
      expect({ mcpWrite, mcpBillingWrite }).toEqual({ mcpWrite: false, mcpBillingWrite: false });
      await one.send('PATCH', ACME, { write: true });
    }
  });

  it.each([{ write: 'yes' }, { write: 1 }, { mcpAccess: false }, [[]], null, 'off'])(
    'refuses the body %j',
    async (body) => {
      const ada = await console_.as('ada');
      expect((await ada.send('PATCH', ACME, body as object)).statusCode).toBe(400);
      expect(await switchesOf('acme')).toEqual({ mcpWrite: true, mcpBillingWrite: false });
    },
  );
});

describe('a change', () => {
  it('is recorded with before, after, who and from where', async () => {
    await turn('ada', { write: false }, '/api/orgs/initech/write-access');
    const events = await withQueries(console_.database.owner, (db) =>
      db.selectFrom('auditEvent').selectAll().where('action', '=', 'write_access.changed').execute(),
    );
    expect(events).toEqual([
      expect.objectContaining({
        severity: 'warning',
        organizationId: fixedId('organization', 'initech'),
        actorId: fixedId('user', 'ada'),
        address: '127.0.0.1',
        details: {
          before: { access: true, write: true, billingWrite: true },
          after: { access: true, write: false, billingWrite: false },
        },
      }),
    ]);
  });

  it('that changes nothing is neither recorded nor shown as the last one', async () => {
    expect((await turn('ada', { write: true })).json<WriteAccessView>().lastChange).toBeNull();
    const events = await withQueries(console_.database.owner, (db) =>
      db.selectFrom('auditEvent').select('id').execute(),
    );
    expect(events).toEqual([]);
  });

  it('names who made it to the next admin', async () => {
    await turn('ada', { billingWrite: true });
    const ada = await console_.as('ada');
    expect((await ada.get(ACME)).json<WriteAccessView>().lastChange?.by).toEqual({
      name: 'Ada',
      email: 'ada@example.test',
    });
  });

  it('shows in every member’s session', async () => {
    await turn('ada', { write: false });
    const ben = await console_.as('ben');
    const { organizations } = (await ben.get('/api/session')).json<SessionView>();
    expect(organizations).toEqual([
      {
        slug: 'acme',
        name: 'Acme Studio',
        role: 'member',
        switches: { access: true, write: false, billingWrite: false },
        connectorUrl: 'http://localhost:4001/mcp/o/acme',
      },
    ]);
  });

  it('tells how many live connections hang on each switch', async () => {
    const { database } = console_;
    const gone = new Date(Date.now() - 1000);
    await aConnection(database, { person: 'ada', organization: 'acme', approved: OAUTH_SCOPES });
    await aConnection(database, { person: 'ben', organization: 'acme', approved: OAUTH_SCOPES });
    await aConnection(database, { person: 'cleo', organization: 'acme', approved: OAUTH_SCOPES });
    await aConnection(database, { person: 'ben', organization: 'acme' });
    await aConnection(database, { person: 'ben', organization: 'acme', approved: OAUTH_SCOPES, expiresAt: gone });
    await aConnection(database, { person: 'ada', organization: 'initech', approved: OAUTH_SCOPES });
    const ada = await console_.as('ada');
    expect((await ada.get(ACME)).json<WriteAccessView>().connections).toEqual({ total: 4, write: 2, billingWrite: 1 });
  });
});

describe('MCP access', () => {
  it('off shuts every connection out and revokes none, and on lets them in as they were', async () => {
    const { id } = await aConnection(console_.database, {
      person: 'ben',
      organization: 'acme',
      approved: OAUTH_SCOPES,
    });
    const switches = () =>
      throughGate(console_.database.tools, atTheGate(id), { forWrite: false }, async (pass) => pass.switches);
    const before = await switches();

    const off = (await turn('ada', { access: false })).json<WriteAccessView>();
    expect(off).toMatchObject({ switches: { access: false, write: true }, connections: { total: 1, write: 1 } });
    expect(await switches()).toEqual({ ...before, access: false });
    const ben = await console_.as('ben');
    expect((await ben.get('/api/connections')).json<ConnectionsView>().connections).toMatchObject([
      { id, state: 'active', scopes: [{ withheldBy: 'access_switch' }, {}, {}] },
    ]);

    await turn('ada', { access: true });
    expect(await switches()).toEqual(before);
  });

  it('off is answered only after the writes in flight', async () => {
    const { id } = await aConnection(console_.database, {
      person: 'ben',
      organization: 'acme',
      approved: OAUTH_SCOPES,
    });
    const order: string[] = [];
    let turned: Promise<unknown> = Promise.resolve();
    await throughGate(console_.database.tools, atTheGate(id), { forWrite: true }, async () => {
      turned = turn('ada', { access: false }).then(() => order.push('off'));
      await lockWaiter(console_.database);
      order.push('written');
    });
    await turned;
    expect(order).toEqual(['written', 'off']);
  });
});
