import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '@countersign/db/connections/pool';
import { createLog } from '@countersign/runtime/log';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { readConsoleEnv } from '../src/env.ts';
import { startConsole } from './console-under-test.ts';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole({}, async (directory) => {
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'assets/index-1a2b.js'), 'plain');
    await writeFile(join(directory, 'assets/index-1a2b.js.br'), 'compressed');
  });
});
afterAll(() => console_.close());

describe('the pages', () => {
  it('are one page at every address, for who is signed in', async () => {
    const ada = await console_.as('ada');
    for (const url of ['/', '/settings/connections', '/orgs/acme/settings/mcp-write-access', '/tools?q=a.b']) {
      expect((await ada.get(url)).headers['content-type']).toContain('text/html');
    }
  });

  it('are never given in place of a file, or to what asks for something else', async () => {
    const ada = await console_.as('ada');
    expect((await ada.get('/assets/gone-1a2b.js')).statusCode).toBe(404);
    expect((await ada.get('/index.html')).statusCode).toBe(404);
    const answers = await Promise.all([
      ada.send('POST', '/settings/connections'),
      console_.app.inject({ url: '/settings/connections', headers: { accept: 'application/json' } }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
  });

  it('answer an unknown address of the API as the API answers', async () => {
    const ada = await console_.as('ada');
    const answer = await ada.get('/api/nothing');
    expect([answer.statusCode, answer.json()]).toEqual([
      404,
      { error: { code: 'not_found', message: 'There is nothing at this address.' } },
    ]);
  });

  it('travel compressed to who understands it, and may be kept for good', async () => {
    const url = '/assets/index-1a2b.js';
    const compressed = await console_.app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
    expect([compressed.body, compressed.headers['content-encoding']]).toEqual(['compressed', 'br']);
    expect(compressed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await console_.app.inject(url)).body).toBe('plain');
  });

  it('say so when they are not built, while the API works', async () => {
    const app = await anotherConsole({ webDirectory: join(tmpdir(), 'countersign-nothing-here') });
    try {
      const answer = await app.inject('/settings/connections');
      expect(answer.statusCode).toBe(503);
      expect(answer.body).toContain('npm run build --workspace @countersign/console');
      expect((await app.inject('/api/session')).statusCode).toBe(401);
    } finally {
      await app.close();
    }
  });

  it('say that the database cannot be reached, and lead to the same address again', async () => {
    const pool = createPool('postgres://nobody@localhost:1/nothing', { applicationName: 'test', max: 1 });
    const app = await anotherConsole({ pool });
    try {
      const cookies = { countersign_console: 'of-somebody' };
      const answer = await app.inject({ url: '/settings/connections?q=claude', cookies });
      expect(answer.statusCode).toBe(503);
      expect(answer.body).toContain('cannot reach its database');
      expect(answer.body).toContain('<a href="/settings/connections?q=claude">Try again</a>');
      expect((await app.inject({ url: '//elsewhere.example/', cookies })).body).toContain('<a href="/">Try again</a>');
    } finally {
      await app.close();
      await pool.end();
    }
  });
});

/** The same console, but for this. */
function anotherConsole(different: Partial<Parameters<typeof buildApp>[0]>) {
  const env = readConsoleEnv({
    DATABASE_URL: console_.database.controlUrl,
    TOOLS_DATABASE_URL: console_.database.toolsUrl,
    SECRET_KEY: TEST_SECRET_KEY,
  });
  return buildApp({
    env,
    pool: console_.database.control,
    toolsPool: console_.database.tools,
    log: createLog('console', 'silent'),
    clock: () => new Date(),
    webDirectory: console_.webDirectory,
    ...different,
  });
}

describe('health', () => {
  it('is up while the process is, and ready while the database is', async () => {
    expect((await console_.app.inject('/healthz')).statusCode).toBe(200);
    expect((await console_.app.inject('/readyz')).statusCode).toBe(200);
  });
});

describe('settings', () => {
  const given = {
    DATABASE_URL: 'postgres://localhost/countersign',
    TOOLS_DATABASE_URL: 'postgres://localhost/countersign',
    SECRET_KEY: TEST_SECRET_KEY,
  };

  it('follow the ports unless public addresses are given', () => {
    expect(readConsoleEnv({ ...given, AUTH_PORT: '5000', CONSOLE_PORT: '5002' })).toMatchObject({
      CONSOLE_PORT: 5002,
      authUrl: 'http://localhost:5000',
      mcpUrl: 'http://localhost:4001',
      consoleUrl: 'http://localhost:5002',
    });
    const addresses = { AUTH_URL: 'https://auth.example.com', MCP_URL: 'https://mcp.example.com' };
    const settings = readConsoleEnv({ ...given, ...addresses, CONSOLE_URL: 'https://console.example.com/' });
    expect(settings.consoleUrl).toBe('https://console.example.com');
  });

  it.each([
    ['SECRET_KEY', { SECRET_KEY: 'password' }],
    ['DATABASE_URL', { DATABASE_URL: '' }],
    ['TOOLS_DATABASE_URL', { TOOLS_DATABASE_URL: '' }],
    ['CONSOLE_URL', { CONSOLE_URL: 'http://console.example.com' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('name %s when it is wrong', (name, wrong) => {
    expect(() => readConsoleEnv({ ...given, ...wrong })).toThrow(name);
  });
});
