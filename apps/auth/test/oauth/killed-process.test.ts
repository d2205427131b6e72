import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '@countersign/testing/free-port';
import { connectClient, renew } from '@countersign/testing/oauth-flow';
import { Person } from '@countersign/testing/person';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const MCP_URL = 'http://localhost:4001';

const database = useTestDatabase('demo');
let port: number;
let running: ChildProcess | undefined;
beforeAll(async () => {
  port = await freePort();
});
afterAll(() => kill());

const issuer = () => `http://127.0.0.1:${port}`;

async function start() {
  const env = {
    ...process.env,
    AUTH_PORT: String(port),
    AUTH_URL: issuer(),
    MCP_URL,
    DATABASE_URL: database.controlUrl,
    SECRET_KEY: TEST_SECRET_KEY,
    LOG_LEVEL: 'silent',
  };
  running = spawn(process.execPath, [join(import.meta.dirname, '../../src/main.ts')], { env, stdio: 'inherit' });
  const isReady = () =>
    fetch(`${issuer()}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await vi.waitUntil(isReady, { timeout: 20_000, interval: 50 });
}

async function kill() {
  const child = running;
  running = undefined;
  if (!child || child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a process killed in the middle of renewals loses no connection', { timeout: 90_000 }, async () => {
  await start();
  const [person, choice] = [new Person('ada'), { organization: 'Acme Studio' }];
  let connected = await connectClient({ issuer: issuer(), resource: `${MCP_URL}/mcp`, person, choice });
  for (const renewals of [1, 3, 6]) {
    for (let done = 0; done < renewals; done += 1) connected = { ...connected, tokens: (await renew(connected)).body };
    // The renewal that is cut off may have been kept or not; the client knows only the token it had.
    const cutOff = renew(connected).catch(() => undefined);
    await kill();
    await cutOff;
    await start();
    const again = await renew(connected);
    expect(again).toMatchObject({ status: 200 });
    connected = { ...connected, tokens: again.body };
  }
});
