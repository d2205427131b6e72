import { createHash } from 'node:crypto';
import type { SignInsView, SignInView } from '@countersign/contracts/console-connect';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aLoginSession, startConsole } from './console-under-test.ts';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
});
afterEach(async () => {
  await console_.database.owner.query('delete from login_session');
});
afterAll(() => console_.close());

type Browser = Awaited<ReturnType<typeof console_.as>>;
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString();

async function signInsOf(browser: Browser): Promise<readonly SignInView[]> {
  return (await browser.get('/api/sign-ins')).json<SignInsView>().signIns;
}

describe('my sign-ins', () => {
  it('are mine alone, one for each browser, with this one marked', async () => {
    const [ada, elsewhere] = [await console_.as('ada'), await console_.as('ada')];
    await console_.as('ben');
    await aLoginSession(console_.database, 'ada', { userAgent: 'Another browser' });
    const signIns = await signInsOf(ada);
    expect(signIns).toHaveLength(3);
    expect(signIns.filter(({ isThis }) => isThis)).toEqual([
      expect.objectContaining({ id: ada.loginSessionId, address: '192.0.2.7', userAgent: 'test' }),
    ]);
    expect((await signInsOf(elsewhere)).find(({ isThis }) => isThis)?.id).toBe(elsewhere.loginSessionId);
  });

  it('were last seen where they were seen last, in the console or at the authorization server', async () => {
    const ada = await console_.as('ada');
    const { owner } = console_.database;
    await owner.query('update login_session set last_seen_at = $1', [anHourAgo()]);
    const [seenInConsole] = await signInsOf(ada);
    expect(Date.now() - Date.parse(seenInConsole?.lastSeenAt ?? '')).toBeLessThan(60_000);
    await owner.query('update console_session set last_seen_at = $1', [anHourAgo()]);
    await owner.query('update login_session set last_seen_at = now()');
    const [seenAtSignIn] = await signInsOf(ada);
    expect(Date.now() - Date.parse(seenAtSignIn?.lastSeenAt ?? '')).toBeLessThan(60_000);
  });

  it('leave out those that have run out', async () => {
    const ada = await console_.as('ada');
    await aLoginSession(console_.database, 'ada', { expiresAt: anHourAgo() });
    expect(await signInsOf(ada)).toHaveLength(1);
  });

  it('give away neither a cookie nor what the database keeps of it', async () => {
    const ada = await console_.as('ada');
    const { rows } = await console_.database.owner.query<{ id_hash: Buffer }>('select id_hash from login_session');
    const { body } = await ada.get('/api/sign-ins');
    const own = createHash('sha256').update(ada.sessionId).digest();
    for (const secret of [...rows.map(({ id_hash }) => id_hash), own]) {
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        expect(body).not.toContain(secret.toString(encoding));
    }
    expect(body).not.toContain(ada.sessionId);
  });
});

describe('ending a sign-in', () => {
  it('takes effect at that browser’s next request, and at no other browser’s of the same kind', async () => {
    const [here, there, elsewhere] = [await console_.as('ada'), await console_.as('ada'), await console_.as('ada')];
    const answer = await here.send('POST', `/api/sign-ins/${there.loginSessionId}/end`);
    expect(
      answer
        .json<SignInsView>()
        .signIns.map(({ id }) => id)
        .toSorted(),
    ).toEqual([here.loginSessionId, elsewhere.loginSessionId].toSorted());
    expect((await there.get('/api/session')).statusCode).toBe(401);
    expect((await elsewhere.get('/api/session')).statusCode).toBe(200);
    expect((await here.get('/api/session')).statusCode).toBe(200);
  });

  it('ends all others at once, and not this one', async () => {
    const [here, there, bens] = [await console_.as('ada'), await console_.as('ada'), await console_.as('ben')];
    await aLoginSession(console_.database, 'ada', { userAgent: 'Another browser' });
    const answer = await here.send('POST', '/api/sign-ins/end-others');
    expect(answer.json<SignInsView>().signIns.map(({ isThis }) => isThis)).toEqual([true]);
    expect((await there.get('/api/session')).statusCode).toBe(401);
    expect((await bens.get('/api/session')).statusCode).toBe(200);
  });

  it('is recorded, once for each that ended, with what it was and who ended it from where', async () => {
    const here = await console_.as('cleo');
    await aLoginSession(console_.database, 'cleo', { userAgent: 'Another browser' });
    await here.send('POST', '/api/sign-ins/end-others');
    await here.send('POST', '/api/sign-ins/end-others');
    const events = await withQueries(console_.database.owner, (db) =>
      db.selectFrom('auditEvent').selectAll().where('userId', '=', fixedId('user', 'cleo')).execute(),
    );
    expect(events).toEqual([
      expect.objectContaining({
        action: 'sign_in.ended',
        actorKind: 'user',
        actorId: fixedId('user', 'cleo'),
        address: '127.0.0.1',
        details: expect.objectContaining({
          address: '192.0.2.7',
          userAgent: 'Another browser',
        }),
      }),
    ]);
  });

  it('is refused for the one that asks, and for one that is another person’s, gone or nonsense alike', async () => {
    const [ada, ben] = [await console_.as('ada'), await console_.as('ben')];
    const own = (await signInsOf(ada))[0]?.id;
    const bens = (await signInsOf(ben))[0]?.id;
    expect((await ada.send('POST', `/api/sign-ins/${own}/end`)).statusCode).toBe(409);
    const answers = await Promise.all([bens, 'nonsense'].map((id) => ada.send('POST', `/api/sign-ins/${id}/end`)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect((await ben.get('/api/session')).statusCode).toBe(200);
  });

  it('needs the CSRF token like every change', async () => {
    const ada = await console_.as('ada');
    const answer = await ada.send(
      'POST',
      '/api/sign-ins/end-others',
      {},
      { headers: { origin: 'https://evil.example' } },
    );
    expect(answer.statusCode).toBe(403);
  });
});
