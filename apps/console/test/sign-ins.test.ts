import { createHash, randomBytes } from 'node:crypto';
import type { SignInsView, SignInView } from '@countersign/contracts/console-connect';
import { transaction, withQueries } from '@countersign/db/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startConsole } from './console-under-test.ts';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
});
afterEach(async () => {
  await console_.database.owner.query('delete from login_session; delete from console_session');
});
afterAll(() => console_.close());

type Browser = Awaited<ReturnType<typeof console_.as>>;
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

/** A session at the authorization server; its user agent is that of the console sessions here unless told. */
async function aLoginSession(person: string, row: { userAgent?: string; expiresAt?: string } = {}): Promise<Buffer> {
  const idHash = createHash('sha256').update(randomBytes(8)).digest();
  await transaction(console_.database.owner, (db) =>
    db
      .insertInto('loginSession')
      .values({
        idHash,
        userId: fixedId('user', person),
        address: '198.51.100.4',
        userAgent: 'test',
        expiresAt: inHours(1),
        ...row,
      })
      .execute(),
  );
  return idHash;
}

async function signInsOf(browser: Browser): Promise<readonly SignInView[]> {
  return (await browser.get('/api/sign-ins')).json<SignInsView>().signIns;
}

describe('my sign-ins', () => {
  it('are mine alone, of both kinds, with this one marked', async () => {
    const [ada, elsewhere] = [await console_.as('ada'), await console_.as('ada')];
    await console_.as('ben');
    await aLoginSession('ada', { userAgent: 'Another browser' });
    await aLoginSession('ben');
    const signIns = await signInsOf(ada);
    expect(signIns).toHaveLength(3);
    expect(signIns.filter(({ isThis }) => isThis)).toEqual([
      expect.objectContaining({ kind: 'console', isSameBrowser: true, address: '192.0.2.7', userAgent: 'test' }),
    ]);
    expect(signIns.find(({ kind }) => kind === 'authorization_server')).toMatchObject({
      isThis: false,
      isSameBrowser: false,
      address: '198.51.100.4',
      userAgent: 'Another browser',
    });
    const own = (list: readonly SignInView[]) => list.find(({ isThis }) => isThis)?.id;
    expect(own(signIns)).not.toBe(own(await signInsOf(elsewhere)));
  });

  it('leave out those that have run out', async () => {
    const ada = await console_.as('ada');
    await aLoginSession('ada', { expiresAt: inHours(-1) });
    expect(await signInsOf(ada)).toHaveLength(1);
  });

  it('give away neither a cookie nor what the database keeps of it', async () => {
    const ada = await console_.as('ada');
    const idHash = await aLoginSession('ada');
    const { body } = await ada.get('/api/sign-ins');
    const own = createHash('sha256').update(ada.sessionId).digest();
    for (const secret of [idHash, own]) {
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        expect(body).not.toContain(secret.toString(encoding));
    }
    expect(body).not.toContain(ada.sessionId);
  });
});

describe('ending a sign-in', () => {
  it('takes effect at that browser’s next request', async () => {
    const [here, there] = [await console_.as('ada'), await console_.as('ada')];
    const other = (await signInsOf(here)).find(({ isThis }) => !isThis);
    const answer = await here.send('POST', `/api/sign-ins/${other?.id}/end`);
    expect(answer.json<SignInsView>().signIns.map(({ isThis }) => isThis)).toEqual([true]);
    expect((await there.get('/api/session')).statusCode).toBe(401);
    expect((await here.get('/api/session')).statusCode).toBe(200);
  });

  it('ends what would silently sign that browser in again, and leaves other browsers alone', async () => {
    const [here, there] = [await console_.as('ada'), await console_.as('ada')];
    await aLoginSession('ada');
    await aLoginSession('ada', { userAgent: 'Another browser' });
    await aLoginSession('ben');
    const other = (await signInsOf(here)).find(({ kind, isThis }) => kind === 'console' && !isThis);
    await here.send('POST', `/api/sign-ins/${other?.id}/end`);
    expect((await signInsOf(here)).map(({ kind, userAgent }) => [kind, userAgent])).toEqual(
      expect.arrayContaining([
        ['console', 'test'],
        ['authorization_server', 'Another browser'],
      ]),
    );
    expect(await signInsOf(here)).toHaveLength(2);
    expect((await there.get('/api/session')).statusCode).toBe(401);
    expect(await signInsOf(await console_.as('ben'))).toHaveLength(2);
  });

  it('ends all others at once, also the one at the authorization server, and not this one', async () => {
    const [here, there] = [await console_.as('ada'), await console_.as('ada')];
    await aLoginSession('ada');
    await aLoginSession('ada', { userAgent: 'Another browser' });
    const answer = await here.send('POST', '/api/sign-ins/end-others');
    expect(answer.json<SignInsView>().signIns.map(({ isThis }) => isThis)).toEqual([true]);
    expect((await there.get('/api/session')).statusCode).toBe(401);
  });

  it('is recorded, once for each that ended, with what it was and who ended it from where', async () => {
    const here = await console_.as('cleo');
    await aLoginSession('cleo', { userAgent: 'Another browser' });
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
          kind: 'authorization_server',
          address: '198.51.100.4',
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
