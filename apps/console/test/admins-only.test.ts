import { subscribe } from 'node:diagnostics_channel';
import type { ConsoleError } from '@countersign/contracts/console-api';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId, newId } from '@countersign/runtime/ids';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aConnection, anApiKey, aRequest, startConsole } from './console-under-test.ts';

const ORGANIZATION = '/api/orgs/:slug';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT';

/** Every route at an organization's address, as the server itself knows them: `GET /api/orgs/:slug/members`. */
const routes = new Set<string>();
subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { readonly fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url }) => {
    if (url.startsWith(ORGANIZATION)) for (const verb of [method].flat()) routes.add(`${verb} ${url}`);
  });
});

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
  const connection = await aConnection(console_.database, { person: 'ben', organization: 'acme' });
  records['CONNECTION'] = connection.id;
  const apiKey = await anApiKey(console_.database, { organization: 'acme', person: 'ben' });
  records['APIKEY'] = apiKey.id;
  records['REQUEST'] = await aRequest(console_.database, { person: 'ben', organization: 'acme', billing: true });
});
afterAll(() => console_.close());

/** Everything that is for admins, at an organization's address. */
const ENDPOINTS = [
  ['GET', 'write-access'],
  ['GET', 'write-access/history'],
  ['PATCH', 'write-access', { access: false }],
  ['POST', 'write-access/requests/REQUEST/approve'],
  ['POST', 'write-access/requests/REQUEST/decline'],
  ['GET', 'assistants'],
  ['PATCH', 'assistants', { onlyListed: true, listed: [] }],
  ['GET', 'company'],
  ['PUT', 'company', { version: 1, details: {} }],
  ['GET', 'connections'],
  ['GET', 'connections?state=ended&owner=ben'],
  ['GET', 'connections/CONNECTION/writes'],
  ['POST', 'connections/CONNECTION/revoke'],
  ['POST', 'connections/revoke-client', { clientKey: 'self localhost Claude' }],
  ['GET', 'api-keys'],
  ['POST', 'api-keys', { name: 'Mine', scopes: ['manage:*'], expiresInDays: null, allowedAddresses: [] }],
  ['GET', 'api-keys/APIKEY/activity'],
  ['POST', 'api-keys/APIKEY/revoke'],
  ['GET', 'members'],
  ['PATCH', 'members/MEMBER', { role: 'owner' }],
  ['POST', 'members/MEMBER/remove'],
  ['POST', 'invitations', { email: 'kim@example.test', role: 'admin', teamIds: [] }],
  ['POST', 'invitations/INVITATION/resend'],
  ['POST', 'invitations/INVITATION/revoke'],
  ['POST', 'teams', { name: 'Own' }],
  ['PATCH', 'teams/TEAM', { name: 'Own' }],
  ['POST', 'teams/TEAM/delete'],
  ['POST', 'teams/TEAM/members', { memberId: fixedId('user', 'cleo') }],
  ['POST', 'teams/TEAM/members/MEMBER/remove'],
  ['GET', 'clients'],
  ['POST', 'clients', { name: 'Own', redirectUris: ['https://own.example/callback'] }],
  ['POST', 'clients/REQUEST/end'],
  ['GET', 'change-rules'],
  ['PUT', 'change-rules', { rules: [] }],
] as const satisfies [string, string, object?][];

/** What every member may call, and why. */
const FOR_MEMBERS = {
  [`GET ${ORGANIZATION}`]: 'the card that says who the admins are',
  [`POST ${ORGANIZATION}/leave`]: 'anybody may end their own membership',
  [`GET ${ORGANIZATION}/records/:kind/:id`]:
    'where the links of search and fetch lead, as far as row-level security lets them see',
  [`GET ${ORGANIZATION}/inbox`]: 'what assistants ask to have signed, for everybody who may sign anything',
  [`GET ${ORGANIZATION}/inbox/:id`]: 'the same',
  [`POST ${ORGANIZATION}/inbox/:id/sign`]: 'who may sign is decided with the signature, by the database',
  [`POST ${ORGANIZATION}/inbox/:id/decline`]: 'the same',
};

/** Each is of acme. */
const RECORD = /REQUEST|CONNECTION|APIKEY|MEMBER|INVITATION|TEAM/g;
const records: Record<string, string> = {
  MEMBER: fixedId('user', 'cleo'),
  INVITATION: fixedId('invitation', 'acme', 'eve'),
  TEAM: fixedId('team', 'acme', 'Design'),
};

async function ask(person: string, slug: string, [method, path, body]: readonly [string, string, object?]) {
  const browser = await console_.as(person);
  const url = `/api/orgs/${slug}/${path.replaceAll(RECORD, (record) => records[record] ?? '')}`;
  return method === 'GET'
    ? browser.get(url)
    : browser.send(method === 'PATCH' || method === 'PUT' ? method : 'POST', url, body);
}

/** All that any of the endpoints could have changed. */
async function everything() {
  return withQueries(console_.database.owner, async (db) => ({
    organizations: await db.selectFrom('organization').selectAll().orderBy('id').execute(),
    connections: await db.selectFrom('connection').selectAll().orderBy('id').execute(),
    apiKeys: await db.selectFrom('apiKey').selectAll().orderBy('id').execute(),
    requests: await db.selectFrom('writeAccessRequest').selectAll().orderBy('id').execute(),
    members: await db.selectFrom('membership').selectAll().orderBy('userId').execute(),
    invitations: await db.selectFrom('invitation').selectAll().orderBy('id').execute(),
    profiles: await db.selectFrom('companyProfile').selectAll().orderBy('organizationId').execute(),
    bookkeepers: await db.selectFrom('bookkeeper').selectAll().orderBy('organizationId').execute(),
    teams: await db.selectFrom('team').selectAll().orderBy('id').execute(),
    inTeams: await db.selectFrom('teamMembership').selectAll().orderBy('teamId').orderBy('userId').execute(),
    mails: await db.selectFrom('outgoingMail').selectAll().orderBy('id').execute(),
    events: await db.selectFrom('auditEvent').selectAll().orderBy('id').execute(),
  }));
}

it('leaves out no route of an organization but those for its members', () => {
  const asked = ENDPOINTS.map(([method, path]) => `${method} /api/orgs/acme/${path.replace(/\?.*/, '')}`);
  const untested = [...routes].filter((route) => {
    const pattern = new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`);
    // Fastify answers HEAD with the handler of GET.
    return !route.startsWith('HEAD ') && !asked.some((request) => pattern.test(request));
  });
  expect(untested.toSorted()).toEqual(Object.keys(FOR_MEMBERS).toSorted());
});

describe.each(ENDPOINTS)('%s %s', (...endpoint) => {
  it.each(['ben', 'cleo', 'finn'])('refuses %s, who is no admin, and changes nothing', async (person) => {
    const before = await everything();
    const answer = await ask(person, 'acme', endpoint);
    expect(answer.statusCode).toBe(403);
    expect(answer.json<ConsoleError>().error.code).toBe('role_forbids');
    expect(await everything()).toEqual(before);
  });

  it('answers a stranger as if the organization did not exist, and changes nothing', async () => {
    const before = await everything();
    const answer = await ask('dana', 'acme', endpoint);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toBe((await ask('dana', 'none', endpoint)).body);
    expect(await everything()).toEqual(before);
  });

  it('refuses whoever is signed out, and changes nothing', async () => {
    const before = await everything();
    const [method, path, payload = {}] = endpoint as readonly [Method, string, object?];
    const url = `/api/orgs/acme/${path}`;
    const answer = await console_.app.inject({ method, url, ...(method !== 'GET' && { payload }) });
    expect(answer.statusCode).toBe(401);
    expect(answer.json<ConsoleError>().error.code).toBe('unauthenticated');
    expect(await everything()).toEqual(before);
  });
});

describe.each(Object.keys(FOR_MEMBERS))('%s', (route) => {
  const [method, pattern = ''] = route.split(' ') as [Method, string?];
  const at = (slug: string) =>
    pattern
      .replace(':slug', slug)
      .replace(':kind', 'invoice')
      .replace(':id', fixedId('team', 'acme', 'Design'));

  it('is nobody’s who is no member, and changes nothing', async () => {
    const before = await everything();
    const dana = await console_.as('dana');
    const [there, nowhere] = await Promise.all(
      ['acme', 'none'].map((slug) => (method === 'GET' ? dana.get(at(slug)) : dana.send('POST', at(slug)))),
    );
    expect(there?.statusCode).toBe(404);
    expect(there?.body).toBe(nowhere?.body);
    expect((await console_.app.inject({ method, url: at('acme') })).statusCode).toBe(401);
    expect(await everything()).toEqual(before);
  });
});

describe('an admin of another organization', () => {
  it.each(ENDPOINTS.filter(([, path]) => path.search(RECORD) >= 0))(
    'finds nothing at %s %s of their own for what is not theirs, or is no id',
    async (...endpoint) => {
      const before = await everything();
      const [method, path, body = {}] = endpoint as readonly [string, string, object?];
      const answers = [
        await ask('dana', 'globex', endpoint),
        await ask('dana', 'globex', [method, path.replaceAll(RECORD, () => newId()), body]),
        await ask('dana', 'globex', [method, path.replaceAll(RECORD, 'nonsense'), body]),
      ];
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
      expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
      expect(await everything()).toEqual(before);
    },
  );

  it('cannot end the connections of a client elsewhere', async () => {
    const answer = await ask('dana', 'globex', [
      'POST',
      'connections/revoke-client',
      { clientKey: 'self claude.ai Claude' },
    ]);
    expect(answer.json()).toEqual({ connections: [] });
  });
});
