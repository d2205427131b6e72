import { createFileLinks } from '@countersign/access/files/file-links';
import { notFound } from '@countersign/contracts/errors';
import type { FileKind } from '@countersign/contracts/file-kind';
import { withQueries } from '@countersign/db/connections/transaction';
import { queries } from '@countersign/db/tenancy/in-org';
import { fixedId, newId } from '@countersign/runtime/ids';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSettings } from '../src/env.ts';
import { buildTestApp, MCP_URL } from './test-app.ts';

/** A file of the project with that id: its name, as the database shows it to whoever renders. */
const projectName: FileKind = {
  kind: 'project_name',
  render: async ({ organization }, tx, id) => {
    const project = await queries(tx).selectFrom('project').select('name').where('id', '=', id).executeTakeFirst();
    if (!project) throw notFound('project');
    return { name: 'name.txt', contentType: 'text/plain', bytes: Buffer.from(`${organization.slug}: ${project.name}`) };
  },
};

const database = useTestDatabase('demo');
let app: FastifyInstance;
let now = new Date();
beforeAll(async () => {
  app = await buildTestApp(database.tools, { files: new Map([['project_name', projectName]]), clock: () => now });
});
afterAll(() => app.close());

const acme = fixedId('organization', 'acme');
const links = createFileLinks({ key: Buffer.from(TEST_SECRET_KEY, 'base64'), mcpUrl: MCP_URL });
const link = (parts: object = {}) =>
  links.linkTo(
    { organizationId: acme, kind: 'project_name', id: fixedId('project', 'acme', 'Booking engine'), ...parts },
    now,
  ).url;
const get = (url: string) => app.inject({ url: url.replace(MCP_URL, ''), headers: { host: 'mcp.example.test' } });

it('opens the file it names without signing in, and nothing keeps a copy', async () => {
  const response = await get(link());
  expect(response.statusCode).toBe(200);
  expect(response.body).toBe('acme: Booking engine');
  expect(response.headers).toMatchObject({
    'content-type': 'text/plain',
    'content-disposition': 'inline; filename="name.txt"',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
});

it('is written to the audit log', async () => {
  await get(link());
  await expect
    .poll(() =>
      withQueries(database.owner, (db) =>
        db
          .selectFrom('auditEvent')
          .select(['organizationId', 'details'])
          .where('action', '=', 'file.downloaded')
          .execute(),
      ),
    )
    .toContainEqual({
      organizationId: acme,
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
    ].map(get),
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
