import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileLinks, type LinkMaker } from '@countersign/access/files/file-links';
import { notFound } from '@countersign/contracts/errors';
import type { FileKind } from '@countersign/contracts/file-kind';
import { withQueries } from '@countersign/db/connections/transaction';
import { queries } from '@countersign/db/tenancy/in-org';
import { fixedId, newId } from '@countersign/runtime/ids';
import { sign } from '@countersign/runtime/secret-key';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readSettings } from '../src/env.ts';
import { aKey, buildTestApp, call, connect, MCP_URL, setSwitches } from './test-app.ts';

/** A file of the project with that id: its name, as the database shows it to whoever reads; drawn anew it is another one. */
const projectName: FileKind = {
  kind: 'project_name',
  tool: 'list_teams',
  drawnBy: new URL('./draw-text.ts', import.meta.url),
  read: async ({ organization }, tx, id) => {
    const project = await queries(tx).selectFrom('project').select('name').where('id', '=', id).executeTakeFirst();
    if (!project) throw notFound('project');
    const page = { text: `${organization.slug}: ${project.name}`, waitFor: gateFile };
    return { name: 'name.txt', contentType: 'text/plain', page };
  },
};

const database = useTestDatabase('demo');
let app: FastifyInstance;
let now = new Date();
let maker: LinkMaker;
/** While it is set, drawing waits until there is such a file. */
let gateFile: string | undefined;
beforeAll(async () => {
  app = await buildTestApp(database.tools, { files: new Map([['project_name', projectName]]), clock: () => now });
  maker = { kind: 'connection', id: (await connect(database)).id };
});
afterAll(() => app.close());

const acme = fixedId('organization', 'acme');
const links = createFileLinks({ key: Buffer.from(TEST_SECRET_KEY, 'base64'), mcpUrl: MCP_URL });
const link = (parts: object = {}) =>
  links.linkTo(
    { organizationId: acme, kind: 'project_name', id: fixedId('project', 'acme', 'Booking engine'), maker, ...parts },
    now,
  ).url;
/** Each from an address of its own, unless it is named. */
let addresses = 0;
const get = (url: string, remoteAddress = `10.0.${Math.floor(addresses / 250)}.${(addresses++ % 250) + 1}`) =>
  app.inject({ url: url.replace(MCP_URL, ''), headers: { host: 'mcp.example.test' }, remoteAddress });

it('opens the file it names without signing in, and nothing keeps a copy', async () => {
  const response = await get(link());
  expect(response.statusCode).toBe(200);
  expect(response.body).toMatch(/^acme: Booking engine /);
  expect(response.headers).toMatchObject({
    'content-type': 'text/plain',
    'content-disposition': 'inline; filename="name.txt"',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
});

describe('drawing', () => {
  const project = fixedId('project', 'acme', 'Booking engine');
  const rename = (name: string) => database.owner.query('update project set name = $2 where id = $1', [project, name]);

  it('is done once for each version, however many open it and whoever gave them the link', async () => {
    await rename('Drawn once');
    const other = link({ maker: { kind: 'connection', id: (await connect(database, { user: 'finn' })).id } });
    const bodies = (await Promise.all([link(), link(), other, link()].map((url) => get(url)))).map(({ body }) => body);
    expect(bodies[0]).toMatch(/^acme: Drawn once /);
    expect(new Set([...bodies, (await get(link())).body]).size).toBe(1);
    await rename('Booking engine');
    expect((await get(link())).body).toMatch(/^acme: Booking engine /);
  });

  it('holds no connection to the database, and nobody else up', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drawing-'));
    gateFile = join(folder, 'go');
    try {
      const opened = get(link());
      await vi.waitUntil(async () => (await readdir(folder)).includes('begun'), { timeout: 10_000 });
      expect([database.tools.totalCount - database.tools.idleCount, database.tools.waitingCount]).toEqual([0, 0]);
      const { headers, payload } = call(
        'legacy',
        'list_teams',
        {},
        (await connect(database, { organization: 'initech' })).accessToken(),
      );
      expect((await app.inject({ method: 'POST', url: '/mcp', headers, payload })).statusCode).toBe(200);
      await writeFile(gateFile, '');
      expect((await opened).statusCode).toBe(200);
    } finally {
      gateFile = undefined;
      await rm(folder, { recursive: true });
    }
  });

  it('is bounded for each link and each address, and says when to come back', async () => {
    const url = link();
    const times = async (count: number, ask: () => ReturnType<typeof get>) => {
      const statuses = [];
      for (let asked = 0; asked < count; asked += 1) statuses.push((await ask()).statusCode);
      return statuses;
    };
    expect((await times(35, () => get(url))).filter((status) => status === 429).length).toBeGreaterThan(0);
    const refused = await get(url);
    expect([refused.statusCode, Number(refused.headers['retry-after']) > 0]).toEqual([429, true]);
    expect(refused.body).toContain('Too many files are being opened');
    expect((await times(125, () => get(`${MCP_URL}/files/x`, '192.0.2.1'))).slice(118)).toEqual([
      404, 404, 429, 429, 429, 429, 429,
    ]);
    expect((await get(`${MCP_URL}/files/x`, '192.0.2.2')).statusCode).toBe(404);
  });
});

describe('a link opens what its maker may still read', () => {
  const owner = (sql: string, values: unknown[] = []) => database.owner.query(sql, values);
  const set = (name: string, value: boolean) => setSwitches(database.owner, 'acme', { [name]: value });
  const opened = async (parts: object) => {
    const { statusCode, body } = await get(link(parts));
    return statusCode === 200 ? 'opened' : `${statusCode} ${/<h1>(.*)<\/h1>/.exec(body)?.[1]}`;
  };
  const CLOSED = '403 This link no longer opens';
  const byConnection = async (parts: Parameters<typeof connect>[1] = {}) => {
    const made = await connect(database, parts);
    return { made, by: { maker: { kind: 'connection', id: made.id } } };
  };
  const byKey = async (seed: Parameters<typeof aKey>[1]) => {
    const made = await aKey(database, seed);
    return { made, by: { maker: { kind: 'api_key', id: made.id } } };
  };

  it('not once the connection was revoked or has expired', async () => {
    const { made, by } = await byConnection();
    const { made: old, by: byOld } = await byConnection();
    expect([await opened(by), await opened(byOld)]).toEqual(['opened', 'opened']);
    await made.revoke();
    await owner("update connection set expires_at = now() - interval '1 second' where id = $1", [old.id]);
    expect([await opened(by), await opened(byOld)]).toEqual([CLOSED, CLOSED]);
  });

  it('not while access is switched off, and again when it is on', async () => {
    const { by } = await byConnection();
    const { by: byAKey } = await byKey({ scopes: ['read:*'] });
    await set('mcpAccess', false);
    expect([await opened(by), await opened(byAKey)]).toEqual([CLOSED, CLOSED]);
    await set('mcpAccess', true);
    expect([await opened(by), await opened(byAKey)]).toEqual(['opened', 'opened']);
  });

  it('not while the client is none of those the organization lets in', async () => {
    const { by } = await byConnection();
    await owner('update organization set only_listed_clients = true where slug = $1', ['acme']);
    expect(await opened(by)).toBe(CLOSED);
    await owner('update organization set only_listed_clients = false where slug = $1', ['acme']);
    expect(await opened(by)).toBe('opened');
  });

  it('not once the person left the organization, whether by a connection or by a key', async () => {
    const { by } = await byConnection({ user: 'cleo' });
    const { by: byAKey } = await byKey({ scopes: ['read:*'], person: 'cleo' });
    expect([await opened(by), await opened(byAKey)]).toEqual(['opened', 'opened']);
    await owner('delete from membership where organization_id = $1 and user_id = $2', [acme, fixedId('user', 'cleo')]);
    expect([await opened(by), await opened(byAKey)]).toEqual([CLOSED, CLOSED]);
  });

  it('not once the key was revoked, has expired, or is gone', async () => {
    const { made, by } = await byKey({ scopes: ['read:notes'], allowedAddresses: ['203.0.113.0/24'] });
    // Handed on: from where it is opened is not from where the key may be presented.
    expect(await opened(by)).toBe('opened');
    await owner("update api_key set expires_at = now() - interval '1 second' where id = $1", [made.id]);
    expect(await opened(by)).toBe(CLOSED);
    const { made: other, by: byOther } = await byKey({ scopes: ['read:*'] });
    await owner("update api_key set revoked_at = now(), revoked_reason = 'admin' where id = $1", [other.id]);
    expect(await opened(byOther)).toBe(CLOSED);
    expect(await opened({ maker: { kind: 'api_key', id: newId() } })).toBe(CLOSED);
    expect(await opened({ maker: { kind: 'connection', id: newId() } })).toBe(CLOSED);
  });

  it('not with a key or a role that may not call the tool of the file', async () => {
    const { by } = await byKey({ scopes: ['read:another'] });
    expect(await opened(by)).toBe(CLOSED);
  });

  it('only in the team of the maker, and not once the team is gone for them', async () => {
    const design = fixedId('team', 'acme', 'Design');
    const one = async (team: string) => {
      const { rows } = await owner('select id from project where team_id = $1 limit 1', [
        fixedId('team', 'acme', team),
      ]);
      return { id: (rows[0] as { id: string } | undefined)?.id };
    };
    const [ours, theirs] = [await one('Design'), await one('Engineering')];
    await owner(
      'insert into team_membership (organization_id, team_id, user_id) values ($1, $2, $3) on conflict do nothing',
      [acme, design, fixedId('user', 'ben')],
    );
    const { by } = await byConnection({ user: 'ben', team: 'Design' });
    expect(await opened({ ...by, ...ours })).toBe('opened');
    expect(await opened({ ...by, ...theirs })).toBe('404 This link opens nothing');
    await owner('delete from team_membership where team_id = $1 and user_id = $2', [design, fixedId('user', 'ben')]);
    expect(await opened({ ...by, ...ours })).toBe(CLOSED);
  });

  it('not by the credential of another organization', async () => {
    const { by } = await byConnection({ user: 'dana', organization: 'globex' });
    expect(await opened(by)).toBe('404 This link opens nothing');
  });

  it('and one from before links named their maker has expired', async () => {
    const parts = [
      acme,
      'project_name',
      fixedId('project', 'acme', 'Booking engine'),
      Math.floor(now.getTime() / 1000) + 600,
    ];
    const said = Buffer.from(JSON.stringify(parts)).toString('base64url');
    const signed = `${said}.${sign(Buffer.from(TEST_SECRET_KEY, 'base64'), 'file-link', said)}`;
    expect((await get(`${MCP_URL}/files/${signed}`)).statusCode).toBe(410);
  });
});

it('is written to the audit log, with the credential that made the link', async () => {
  await get(link());
  await expect
    .poll(() =>
      withQueries(database.owner, (db) =>
        db
          .selectFrom('auditEvent')
          .select(['organizationId', 'connectionId', 'outcome', 'details'])
          .where('action', '=', 'file.downloaded')
          .execute(),
      ),
    )
    .toContainEqual({
      organizationId: acme,
      connectionId: maker.id,
      outcome: 'ok',
      details: { kind: 'project_name', recordId: fixedId('project', 'acme', 'Booking engine') },
    });
});

it('says the same of a link that was tampered with, of another organization’s record, and of none', async () => {
  const tampered = link().replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const answers = await Promise.all(
    [
      tampered,
      `${MCP_URL}/files/nonsense`,
      link({ id: newId() }),
      link({ id: fixedId('project', 'globex', 'Driver app') }),
      link({ kind: 'another_kind' }),
      link({ organizationId: newId() }),
    ].map((url) => get(url)),
  );
  for (const answer of answers) {
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toContain('This link opens nothing');
    expect(answer.body).toBe(answers[0]?.body);
  }
});

it('says after 15 minutes that it has expired', async () => {
  const url = link();
  now = new Date(now.getTime() + 15 * 60_000);
  const answer = await get(url);
  expect(answer.statusCode).toBe(410);
  expect(answer.body).toContain('This link has expired');
});

it('needs a key of its own where people reach it, and names the variable', () => {
  const local = { DATABASE_URL: 'postgres://localhost/countersign' };
  const settings = {
    ...local,
    MCP_URL: 'https://mcp.example.com',
    AUTH_URL: 'https://auth.example.com',
    CONSOLE_URL: 'https://console.example.com',
  };
  expect(() => readSettings(settings)).toThrow(/^FILE_LINK_KEY: is not set/);
  expect(() => readSettings({ ...settings, FILE_LINK_KEY: 'short' })).toThrow(/^FILE_LINK_KEY: is too weak/);
  expect(readSettings({ ...settings, FILE_LINK_KEY: TEST_SECRET_KEY }).FILE_LINK_KEY).toBe(TEST_SECRET_KEY);
  expect(readSettings(local).FILE_LINK_KEY.length).toBeGreaterThan(40);
});
