import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sealAuditLog } from '@countersign/access/audit/audit-seal';
import { createApiKey } from '@countersign/access/keys/create-api-key';
import { createPool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { deriveKey } from '@countersign/runtime/secret-key';
import { Person } from '@countersign/testing/person';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type McpClient, reconnect } from '../mcp-client.ts';
import { appPorts, npmStart, type StartedProduct } from '../npm-start.ts';
import { renew } from '../oauth.ts';

const ROOT = join(import.meta.dirname, '../..');

let home: string;
let ports: Awaited<ReturnType<typeof appPorts>>;
let product: StartedProduct | undefined;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-restore-'));
  ports = await appPorts();
});
afterAll(async () => {
  await stop();
  await rm(home, { recursive: true, force: true });
});

async function start(folder: string): Promise<void> {
  product = npmStart({ ...ports, DATA_DIR: join(home, folder) });
  await product.ready;
}

async function stop(): Promise<void> {
  if (!product) return;
  product.child.kill('SIGINT');
  await product.ended;
  product = undefined;
}

/** `npm run admin`, on the data folder. */
async function admin<T>(folder: string, ...args: string[]): Promise<T> {
  const env = { ...process.env, DATA_DIR: join(home, folder), DATABASE_URL: '', SECRET_KEY: '' };
  const command = ['apps/admin/src/main.ts', '--yes', '--json', ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: ROOT, env });
  return JSON.parse(stdout) as T;
}

/** What an organization's admin would make in the console, and the seals that the authorization server makes in time. */
async function makeKeyAndSeal(folder: string): Promise<string> {
  const lockFile = await readFile(join(home, folder, 'postgres/postmaster.pid'), 'utf8');
  const password = await readFile(join(home, folder, 'postgres-password'), 'utf8');
  const secretKey = (await readFile(join(home, folder, 'secret-key'), 'utf8')).trim();
  const address = `127.0.0.1:${lockFile.split('\n')[3]}`;
  const url = `postgres://countersign_owner:${encodeURIComponent(password.trim())}@${address}/countersign`;
  const pool = createPool(url, { applicationName: 'restore test', max: 1 });
  const { key } = await transaction(pool, (db) =>
    createApiKey(db, {
      kind: 'organization',
      organizationId: fixedId('organization', 'acme'),
      userId: null,
      name: 'Kept',
      scopes: ['read:*'],
      expiresAt: null,
      createdBy: fixedId('user', 'ada'),
    }),
  );
  await sealAuditLog(pool, deriveKey(secretKey, 'audit-seal'), new Date(Date.now() + 3_600_000));
  await pool.end();
  return key;
}

async function statusWithKey(key: string): Promise<number> {
  const answer = await fetch(`http://localhost:${ports.MCP_PORT}/v1/tools/list_projects`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{}',
  });
  return answer.status;
}

it('a data folder that was copied to another machine goes on: connections without consent, API keys, the audit log', async () => {
  await start('here');
  const url = `http://localhost:${ports.MCP_PORT}/mcp`;
  const before: McpClient = await connect('SDK v2, 2026-07-28', url, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
  });
  await before.call('create_project', { name: 'Made before the backup', idempotencyKey: 'restore' });
  const key = await makeKeyAndSeal('here');
  expect(await statusWithKey(key)).toBe(200);
  await before.close();

  await stop();
  await cp(join(home, 'here'), join(home, 'there'), { recursive: true, preserveTimestamps: true });
  await rename(join(home, 'here'), join(home, 'lost'));
  await start('there');

  const asked = before.credentials.authorizationUrl?.href;
  expect((await renew({ url: `http://localhost:${ports.AUTH_PORT}` }, before.credentials)).status).toBe(200);
  const after = await reconnect('SDK v2, 2026-07-28', url, before.credentials);
  const { structuredContent } = await after.call('list_projects', { limit: 100 });
  expect(JSON.stringify(structuredContent)).toContain('Made before the backup');
  expect(after.credentials.authorizationUrl?.href).toBe(asked);
  await after.close();
  expect(await statusWithKey(key)).toBe(200);

  const verdict = await admin<{ sealedEvents: number; flaws: unknown[] }>('there', 'audit', 'verify');
  expect(verdict.flaws).toEqual([]);
  expect(verdict.sealedEvents).toBeGreaterThan(0);
  const connections = await admin<{ client: string }[]>('there', 'connections', 'list', '--organization', 'acme');
  expect(connections).toContainEqual(expect.objectContaining({ client: 'Journey client' }));
});
