import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { Browser } from '@countersign/testing/browser';
import { describe, expect, test, vi } from 'vitest';
import { AUTH_URL } from './harness.ts';
import { find, goOn, signIn, startInteraction, take } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, clientId, database } = useAuth();

describe('consent', () => {
  async function atConsent(person: string) {
    const browser = new Browser(app());
    const uid = await signIn(browser, await startInteraction(browser, app(), { clientId: clientId() }), person);
    return { browser, uid };
  }
  const decision = (person: string, organization: string, approved: readonly string[], team?: string) => ({
    userId: fixedId('user', person),
    organizationId: fixedId('organization', organization),
    teamId: team ? fixedId('team', organization, team) : null,
    approved,
  });
  const ALL = ['mcp:read', 'mcp:write', 'mcp:write:billing'];

  test('is asked every time, of the person who continues', async () => {
    for (const person of ['ada', 'ada', 'ben']) {
      const { browser, uid } = await atConsent(person);
      expect(await find(browser, uid)).toMatchObject({
        prompt: 'consent',
        userId: fixedId('user', person),
        client: { id: clientId(), name: 'Test client', verifiedHost: null },
      });
    }
  });

  test.each<[string, ReturnType<typeof decision>, string]>([
    ['an organization one is not in', decision('ben', 'globex', ['mcp:read']), 'membership'],
    ['a team of which one is not', decision('ben', 'acme', ['mcp:read'], 'Engineering'), 'team'],
    [
      'a team of another organization',
      { ...decision('ada', 'acme', ['mcp:read']), teamId: fixedId('team', 'initech', 'Delivery') },
      'team',
    ],
    ['write as a viewer', decision('cleo', 'acme', ['mcp:read', 'mcp:write']), 'role'],
    ['billing as a member', decision('ben', 'acme', ALL), 'role'],
    ['write where it is off', decision('ada', 'globex', ['mcp:read', 'mcp:write']), 'write_switch'],
    ['billing where it is off', decision('ada', 'acme', ALL), 'billing_switch'],
  ])('to %s is refused and stores nothing', async (_what, chosen, missing) => {
    const person = ['ada', 'ben', 'cleo'].find((name) => fixedId('user', name) === chosen.userId) ?? 'ada';
    const { browser, uid } = await atConsent(person);
    const before = await stored();
    const response = await take(browser, uid, { step: 'allow', decision: chosen });
    expect(response.body).toEqual({ refused: missing });
    expect(await stored()).toEqual(before);
  });

  test('for somebody else than who signed in is refused', async () => {
    const { browser, uid } = await atConsent('cleo');
    const response = await take(browser, uid, { step: 'allow', decision: decision('ada', 'acme', ['mcp:read']) });
    expect(response.status).toBe(400);
  });

  test('is refused before anybody signed in', async () => {
    const browser = new Browser(app());
    const uid = await startInteraction(browser, app(), { clientId: clientId() });
    const response = await take(browser, uid, { step: 'allow', decision: decision('ada', 'acme', ['mcp:read']) });
    expect(response.status).toBe(400);
  });

  test('to billing without write is stored as read', async () => {
    const { browser, uid } = await atConsent('finn');
    const approved = ['mcp:write:billing'];
    const allowed = await take(browser, uid, { step: 'allow', decision: decision('finn', 'initech', approved) });
    expect(allowed.status).toBe(200);
    const [connection] = await withQueries(database.owner, (db) =>
      db.selectFrom('connection').select('approved').where('userId', '=', fixedId('user', 'finn')).execute(),
    );
    expect(connection?.approved).toEqual(['mcp:read']);
  });

  test('that is denied ends at the client with the reason', async () => {
    const { browser, uid } = await atConsent('ada');
    const { location } = await goOn(browser, uid, { step: 'deny', description: 'Writing is off in Globex.' });
    expect(Object.fromEntries(location?.searchParams ?? [])).toMatchObject({
      error: 'access_denied',
      error_description: 'Writing is off in Globex.',
      iss: AUTH_URL,
    });
    expect(location?.searchParams.get('state')).toBeTruthy();
    const [event] = await withQueries(database.owner, (db) =>
      db.selectFrom('auditEvent').selectAll().where('action', '=', 'consent.refused').execute(),
    );
    expect(event).toMatchObject({ clientId: clientId(), userId: fixedId('user', 'ada'), outcome: 'refused' });
  });

  test('cannot be given twice with one interaction', async () => {
    const { browser, uid } = await atConsent('ada');
    const allow = { step: 'allow', decision: decision('ada', 'acme', ['mcp:read']) };
    await goOn(browser, uid, allow);
    expect((await take(browser, uid, allow)).status).toBe(400);
  });

  async function stored() {
    return withQueries(database.owner, async (db) => ({
      connections: (await db.selectFrom('connection').select('id').execute()).length,
      grants: (await db.selectFrom('oidcPayload').select('idHash').where('model', '=', 'Grant').execute()).length,
      given: (await db.selectFrom('auditEvent').select('id').where('action', '=', 'consent.given').execute()).length,
    }));
  }
});

test('a consent waits for an admin who is turning writing off, and is then refused', async () => {
  const browser = new Browser(app());
  const uid = await signIn(browser, await startInteraction(browser, app(), { clientId: clientId() }), 'ada');
  const admin = await database.owner.connect();
  await admin.query('begin');
  await admin.query(`update organization set mcp_write = false, mcp_billing_write = false where slug = 'initech'`);
  const organizationId = fixedId('organization', 'initech');
  const decision = {
    userId: fixedId('user', 'ada'),
    organizationId,
    teamId: null,
    approved: ['mcp:read', 'mcp:write'],
  };
  const allowed = take(browser, uid, { step: 'allow', decision });
  await vi.waitUntil(async () => {
    const { rows } = await database.owner.query(`select from pg_stat_activity where wait_event_type = 'Lock'`);
    return rows.length > 0;
  });
  await admin.query('commit');
  admin.release();
  expect((await allowed).body).toEqual({ refused: 'write_switch' });
});
