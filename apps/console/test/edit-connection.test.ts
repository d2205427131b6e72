import { throughGate } from '@countersign/access/gate/gate';
import type { ConnectionView, ConsoleError } from '@countersign/contracts/console-api';
import type { ConnectionSettingsView } from '@countersign/contracts/console-connections';
import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aConnection, atTheGate, lockWaiter, startConsole } from './console-under-test.ts';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
});
afterAll(() => console_.close());

type Seed = Parameters<typeof aConnection>[1];

/** A connection of acme, where writing is on and billing is off, and its owner's browser. */
async function owned(seed: Partial<Seed> = {}) {
  const person = seed.person ?? 'ben';
  const { id } = await aConnection(console_.database, { organization: 'acme', ...seed, person });
  const browser = await console_.as(person);
  const edit = (change: object) => browser.send('PATCH', `/api/connections/${id}`, change);
  return { id, browser, edit };
}

async function row(id: string) {
  return withQueries(console_.database.owner, (db) =>
    db.selectFrom('connection').select(['approved', 'teamId', 'name']).where('id', '=', id).executeTakeFirstOrThrow(),
  );
}

async function changes(id: string) {
  return withQueries(console_.database.owner, (db) =>
    db.selectFrom('auditEvent').selectAll().where('connectionId', '=', id).orderBy('at').orderBy('id').execute(),
  );
}

describe('editing a connection', () => {
  it('is its owner’s alone: an admin, a stranger, an unknown id and nonsense get the same answer', async () => {
    const { id } = await owned();
    const [admin, stranger] = [await console_.as('ada'), await console_.as('dana')];
    const ids = [id, fixedId('connection', 'none'), 'nonsense'];
    const answers = await Promise.all(
      [admin, stranger].flatMap((browser) =>
        ids.flatMap((any) => [
          browser.get(`/api/connections/${any}`),
          browser.send('PATCH', `/api/connections/${any}`, { write: false }),
          browser.send('PATCH', `/api/connections/${any}`, { nonsense: true }),
        ]),
      ),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([404]));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(await changes(id)).toEqual([]);
  });

  it('is refused from elsewhere', async () => {
    const { id, browser } = await owned();
    const headers = { ...browser.headers, origin: 'https://elsewhere.example' };
    const answer = await browser.send('PATCH', `/api/connections/${id}`, { name: 'Mine' }, { headers });
    expect(answer.statusCode).toBe(403);
    expect((await row(id)).name).toBeNull();
  });

  it('is refused once it has ended', async () => {
    const { id, browser, edit } = await owned();
    await browser.send('POST', `/api/connections/${id}/revoke`);
    expect((await edit({ name: 'Back' })).statusCode).toBe(409);
  });

  it('tells what could be allowed, and which teams', async () => {
    const { id, browser } = await owned({ approved: ['mcp:read', 'mcp:write'], team: 'Design', clientName: 'Cursor' });
    expect((await browser.get(`/api/connections/${id}`)).json<ConnectionSettingsView>()).toMatchObject({
      clientName: 'Cursor',
      givenName: null,
      teamId: fixedId('team', 'acme', 'Design'),
      teams: [{ name: 'Design' }],
      allowable: [{ withheldBy: null }, { withheldBy: null }, { scope: 'mcp:write:billing', withheldBy: 'role' }],
    });
    const ada = await owned({ person: 'ada' });
    const settings = (await ada.browser.get(`/api/connections/${ada.id}`)).json<ConnectionSettingsView>();
    expect(settings.teams.map(({ name }) => name)).toEqual(['Design', 'Engineering']);
  });
});

describe('raising', () => {
  it('works where consent would allow it', async () => {
    const { edit } = await owned();
    const answer = await edit({ write: true });
    expect(answer.statusCode).toBe(200);
    expect(answer.json<ConnectionView>().scopes).toEqual([
      { scope: 'mcp:read', withheldBy: null },
      { scope: 'mcp:write', withheldBy: null },
    ]);
  });

  it.each([
    ['role_forbids', 'cleo', 'acme', { write: true }],
    ['role_forbids', 'ben', 'acme', { write: true, billingWrite: true }],
    ['billing_write_disabled', 'ada', 'acme', { write: true, billingWrite: true }],
    ['write_disabled', 'ada', 'globex', { write: true }],
    ['invalid_input', 'ada', 'initech', { billingWrite: true }],
    ['invalid_input', 'ada', 'initech', { write: false, billingWrite: true }],
  ])('is refused with %s for %s in %s', async (code, person, organization, change) => {
    const { id, edit } = await owned({ person, organization });
    const answer = await edit(change);
    expect(answer.json<ConsoleError>().error.code).toBe(code);
    expect((await row(id)).approved).toEqual(['mcp:read']);
    expect(await changes(id)).toEqual([]);
  });

  it('is refused while the organization lets no client in, and lowering is not', async () => {
    const setAccess = (on: boolean) =>
      console_.database.owner.query("update organization set mcp_access = $1 where slug = 'initech'", [on]);
    const { edit } = await owned({ person: 'ada', organization: 'initech', approved: ['mcp:read', 'mcp:write'] });
    await setAccess(false);
    try {
      const raised = await edit({ billingWrite: true });
      expect(raised.json<ConsoleError>().error.code).toBe('access_disabled');
      expect((await edit({ write: false })).statusCode).toBe(200);
    } finally {
      await setAccess(true);
    }
  });
});

describe('lowering', () => {
  it('works although a switch withholds what is kept, and takes billing with write', async () => {
    const { id, edit } = await owned({ person: 'ada', organization: 'globex', approved: OAUTH_SCOPES });
    expect((await edit({ billingWrite: false })).statusCode).toBe(200);
    expect((await row(id)).approved).toEqual(['mcp:read', 'mcp:write']);
    expect((await edit({ billingWrite: true })).statusCode).toBe(403);
    const all = await owned({ person: 'ada', organization: 'globex', approved: OAUTH_SCOPES });
    expect((await all.edit({ write: false })).statusCode).toBe(200);
    expect((await row(all.id)).approved).toEqual(['mcp:read']);
  });

  it('acts at once: the resource server sees it on the very next call', async () => {
    const { id, edit } = await owned({ approved: ['mcp:read', 'mcp:write'] });
    const approved = () =>
      throughGate(console_.database.tools, atTheGate(id), { forWrite: false }, async ({ granted }) => granted.scopes);
    expect(await approved()).toContain('mcp:write');
    await edit({ write: false });
    expect(await approved()).toEqual(['mcp:read']);
  });

  it('waits for a write in flight, and answers only after it', async () => {
    const { id, edit } = await owned({ approved: ['mcp:read', 'mcp:write'] });
    const order: string[] = [];
    let lowered: Promise<unknown> = Promise.resolve();
    await throughGate(console_.database.tools, atTheGate(id), { forWrite: true }, async () => {
      lowered = edit({ write: false }).then(() => order.push('lowered'));
      await lockWaiter(console_.database);
      order.push('written');
    });
    await lowered;
    expect(order).toEqual(['written', 'lowered']);
  });
});

it('no order of edits, one after another or at once, reaches billing without write', async () => {
  const { id, edit } = await owned({ person: 'ada', organization: 'initech' });
  const edits = [
    { write: true, billingWrite: true },
    { billingWrite: false },
    { write: false },
    { billingWrite: true },
    { write: true },
  ];
  for (const first of edits) {
    for (const second of edits) {
      await Promise.all([edit(first), edit(second)]);
      const { approved } = await row(id);
      expect(approved).toEqual(OAUTH_SCOPES.slice(0, approved?.length));
    }
  }
});

describe('the team', () => {
  it('can be one the person is in, or none, and for an admin any', async () => {
    const { id, edit } = await owned();
    const design = fixedId('team', 'acme', 'Design');
    expect((await edit({ teamId: design })).json<ConnectionView>().team).toBe('Design');
    expect((await row(id)).teamId).toBe(design);
    expect((await edit({ teamId: null })).json<ConnectionView>().team).toBeNull();
    const ada = await owned({ person: 'ada' });
    expect((await ada.edit({ teamId: fixedId('team', 'acme', 'Engineering') })).statusCode).toBe(200);
  });

  it.each([
    ['a team of others', fixedId('team', 'acme', 'Engineering')],
    ['a team of another organization', fixedId('team', 'initech', 'Delivery')],
    ['no team at all', fixedId('team', 'none')],
  ])('cannot be %s', async (_what, teamId) => {
    const { id, edit } = await owned();
    expect((await edit({ teamId })).statusCode).toBe(400);
    expect((await row(id)).teamId).toBeNull();
  });
});

describe('the name', () => {
  it('replaces the client’s own, until it is emptied', async () => {
    const { id, edit } = await owned({ clientName: 'Claude' });
    expect((await edit({ name: '  Null & “Sohn” 🌿 ' })).json<ConnectionView>().client.name).toBe('Null & “Sohn” 🌿');
    expect((await edit({ name: '' })).json<ConnectionView>().client.name).toBe('Claude');
    expect((await row(id)).name).toBeNull();
  });

  it.each([
    ['65 characters', 'x'.repeat(65)],
    ['a line end', 'two\nlines'],
    ['a turn of direction', 'a\u202eb'],
    ['an invisible character', 'a\u200bb'],
  ])('does not take %s', async (_what, name) => {
    const { id, edit } = await owned();
    expect((await edit({ name })).statusCode).toBe(400);
    expect((await row(id)).name).toBeNull();
  });

  it('takes 64 characters, however many code units they are', async () => {
    const { edit } = await owned();
    expect((await edit({ name: '🌿'.repeat(64) })).statusCode).toBe(200);
  });
});

it('records what changed, before and after, and nothing when nothing did', async () => {
  const { id, edit } = await owned({ approved: ['mcp:read', 'mcp:write'] });
  await edit({ write: true, name: '', teamId: null });
  expect(await changes(id)).toEqual([]);
  await edit({ write: false, name: 'null', teamId: fixedId('team', 'acme', 'Design') });
  expect(await changes(id)).toEqual([
    expect.objectContaining({
      action: 'connection.changed',
      severity: 'notice',
      organizationId: fixedId('organization', 'acme'),
      userId: fixedId('user', 'ben'),
      actorId: fixedId('user', 'ben'),
      address: '127.0.0.1',
      details: {
        before: { approved: ['mcp:read', 'mcp:write'], teamId: null, team: null, name: null },
        after: { approved: ['mcp:read'], teamId: fixedId('team', 'acme', 'Design'), team: 'Design', name: 'null' },
      },
    }),
  ]);
});
