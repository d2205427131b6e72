import type { ConsoleError } from '@countersign/contracts/console-api';
import { withQueries } from '@countersign/db/connections/transaction';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONSOLE_URL, startConsole } from './console-under-test.ts';

const PATH = '/api/orgs/acme/write-access';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
});
afterAll(() => console_.close());

async function writeIsOn(): Promise<boolean> {
  const { mcpWrite } = await withQueries(console_.database.owner, (db) =>
    db.selectFrom('organization').select('mcpWrite').where('slug', '=', 'acme').executeTakeFirstOrThrow(),
  );
  return mcpWrite;
}

describe('a change from elsewhere', () => {
  it.each([
    ['another origin', { origin: 'https://elsewhere.example' }],
    ['another port of this host', { origin: 'http://localhost:4000' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['no origin at all', { origin: undefined }],
    ['no token', { 'x-csrf-token': undefined }],
    ['a guessed token', { 'x-csrf-token': 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['a form’s content type', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a plain text body', { 'content-type': 'text/plain' }],
    ['a content type that only begins like JSON', { 'content-type': 'application/jsonp' }],
  ])('is refused with %s', async (_what, changed) => {
    const ada = await console_.as('ada');
    const headers = Object.fromEntries(
      Object.entries({ ...ada.headers, ...changed }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
    const answer = await ada.send('PATCH', PATH, { write: false }, { headers });
    expect(answer.statusCode).toBe(403);
    expect(answer.json<ConsoleError>().error.code).toBe('cross_site_request');
    expect(await writeIsOn()).toBe(true);
  });

  it('is refused with the token of another session, also of the same person', async () => {
    const [one, two] = [await console_.as('ada'), await console_.as('ada')];
    const answer = await one.send('PATCH', PATH, { write: false }, { headers: two.headers });
    expect(answer.statusCode).toBe(403);
    expect(await writeIsOn()).toBe(true);
  });

  it('cannot sign a person out', async () => {
    const ada = await console_.as('ada');
    const answer = await ada.send('POST', '/auth/sign-out', {}, { headers: { origin: 'https://elsewhere.example' } });
    expect(answer.statusCode).toBe(403);
    expect((await ada.get('/api/session')).statusCode).toBe(200);
  });
});

describe('without a session', () => {
  it.each([
    ['GET', '/api/session'],
    ['GET', '/api/connections'],
    ['GET', '/api/orgs/acme'],
    ['GET', PATH],
    ['PATCH', PATH],
    ['GET', '/api/anything'],
    ['POST', '/auth/sign-out'],
  ] as const)('%s %s is refused', async (method, url) => {
    const answer = await console_.app.inject({ method, url, headers: { origin: CONSOLE_URL } });
    expect(answer.statusCode).toBe(401);
    expect(answer.json<ConsoleError>().error.code).toBe('unauthenticated');
  });

  it('a made-up session id opens nothing', async () => {
    const answer = await console_.app.inject({ url: '/api/session', cookies: { countersign_console: 'made-up' } });
    expect(answer.statusCode).toBe(401);
  });
});

describe('every answer', () => {
  it.each(['/settings/connections', '/api/session', '/auth/callback', '/healthz', '/nothing.txt'])(
    'of %s forbids framing, sniffing and scripts from elsewhere',
    async (url) => {
      const ada = await console_.as('ada');
      const { headers } = await ada.get(url);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['x-frame-options']).toBe('DENY');
    },
  );

  it('of the page carries a nonce of its own', async () => {
    const ada = await console_.as('ada');
    const nonces = [];
    for (let visit = 0; visit < 2; visit++) {
      const { body, headers } = await ada.get('/settings/connections');
      const nonce = /nonce="([^"]+)"/.exec(body)?.[1] ?? 'none';
      expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(headers['cache-control']).toBe('no-store');
      nonces.push(nonce);
    }
    expect(new Set(nonces).size).toBe(2);
  });
});
