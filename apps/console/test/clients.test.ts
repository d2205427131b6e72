import type { ClientsView, MadeClientView } from '@countersign/contracts/console-clients';
import { fixedId } from '@countersign/runtime/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOf, startConsole } from './console-under-test.ts';

const CLIENTS = '/api/orgs/acme/clients';
const GEMINI = {
  name: 'Gemini Enterprise',
  redirectUris: ['https://vertexaisearch.cloud.google.com/oauth-redirect'],
};

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
});
afterAll(() => console_?.close());

describe('a client with a secret', () => {
  it('is made by an admin, with all that a host’s form asks for, its secret told once and stored sealed', async () => {
    const ada = await console_.as('ada');
    expect((await ada.get(CLIENTS)).json<ClientsView>().clients).toEqual([]);
    const answer = await ada.send('POST', CLIENTS, GEMINI);
    expect(answer.headers['cache-control']).toBe('no-store');
    const made = answer.json<MadeClientView>();
    expect(made).toMatchObject({
      client: { ...GEMINI, madeBy: 'Ada', connections: 0, lastUsedAt: null },
      authorizationUrl: 'http://localhost:4000/oauth/authorize',
      tokenUrl: 'http://localhost:4000/oauth/token',
      scopes: 'mcp:read mcp:write mcp:write:billing',
    });
    expect(made.secret).toMatch(/^[\w-]{43}$/);
    const listed = await ada.get(CLIENTS);
    expect(listed.json<ClientsView>().clients).toEqual([made.client]);
    expect(listed.body).not.toContain(made.secret);
    const { rows } = await console_.database.owner.query<{ row: string }>(
      'select t::text as row from client t union all select t::text from audit_event t',
    );
    expect(rows.map(({ row }) => row).join()).not.toContain(made.secret);
    expect(await auditOf(console_.database, 'client.registered')).toEqual([
      expect.objectContaining({
        organizationId: fixedId('organization', 'acme'),
        clientId: made.client.id,
        actorId: fixedId('user', 'ada'),
      }),
    ]);
  });

  it.each([
    ['a name that nobody sees', { ...GEMINI, name: '\u3164' }, 'can be seen'],
    ['no name', { ...GEMINI, name: ' ' }, 'can be seen'],
    ['no address', { ...GEMINI, redirectUris: [] }, 'sent back to'],
    ['http on a remote host', { ...GEMINI, redirectUris: ['http://example.com/cb'] }, 'sent back to'],
    ['javascript:', { ...GEMINI, redirectUris: ['javascript:alert(1)'] }, 'sent back to'],
    ['an unknown member', { ...GEMINI, organization: 'globex' }, 'sent back to'],
  ])('is not made with %s, and the sentence says what to mend', async (_what, body, words) => {
    const answer = await (await console_.as('ada')).send('POST', CLIENTS, body);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(words);
  });

  it('is no matter of who is no admin, nor of another organization’s admin', async () => {
    const { client } = (await (await console_.as('ada')).send('POST', CLIENTS, GEMINI)).json<MadeClientView>();
    for (const person of ['ben', 'cleo', 'finn']) {
      const browser = await console_.as(person);
      const answers = [
        await browser.get(CLIENTS),
        await browser.send('POST', CLIENTS, GEMINI),
        await browser.send('POST', `${CLIENTS}/${client.id}/end`),
      ];
      expect(answers.map(({ statusCode }) => statusCode).every((status) => status === 403 || status === 404)).toBe(
        true,
      );
    }
    const elsewhere = await (await console_.as('ada')).send('POST', `/api/orgs/initech/clients/${client.id}/end`);
    expect([403, 404]).toContain(elsewhere.statusCode);
    expect((await (await console_.as('ada')).get(CLIENTS)).body).toContain(client.id);
  });

  it('takes a recent sign-in to make', async () => {
    const ada = await console_.as('ada');
    console_.pass(3600);
    const answer = await ada.send('POST', CLIENTS, GEMINI);
    expect(answer.statusCode).toBe(403);
    console_.pass(-3600);
  });

  it('is kept to its organization by the database too', async () => {
    const { client } = (await (await console_.as('ada')).send('POST', CLIENTS, GEMINI)).json<MadeClientView>();
    const connectTo = (organization: string) =>
      console_.database.owner.query(
        `insert into connection (id, grant_id, client_id, client_name, redirect_host, user_id, organization_id, resource, requested, approved, expires_at)
         values (gen_random_uuid(), gen_random_uuid()::text, $1, 'x', 'x', $2, $3, 'x', '{mcp:read}', '{mcp:read}', now() + interval '1 day')`,
        [client.id, fixedId('user', 'ada'), fixedId('organization', organization)],
      );
    await expect(connectTo('initech')).rejects.toThrow('belongs to another organization');
    await connectTo('acme');
    await expect(
      console_.database.owner.query('update connection set organization_id = $2 where client_id = $1', [
        client.id,
        fixedId('organization', 'initech'),
      ]),
    ).rejects.toThrow('belongs to another organization');
  });

  it('ends with its connections, and both are recorded', async () => {
    const ada = await console_.as('ada');
    const before = (await ada.get(CLIENTS)).json<ClientsView>().clients.find(({ connections }) => connections === 1);
    if (!before) throw new Error('The connection of the test before is gone.');
    const view = (await ada.send('POST', `${CLIENTS}/${before.id}/end`)).json<ClientsView>();
    expect(view.clients.map(({ id }) => id)).not.toContain(before.id);
    const { rows } = await console_.database.owner.query('select revoked_reason from connection where client_id = $1', [
      before.id,
    ]);
    expect(rows).toEqual([{ revoked_reason: 'admin' }]);
    expect(await auditOf(console_.database, 'client.ended')).toEqual([
      expect.objectContaining({ clientId: before.id, actorId: fixedId('user', 'ada') }),
    ]);
    expect((await ada.send('POST', `${CLIENTS}/${before.id}/end`)).statusCode).toBe(404);
  });
});
