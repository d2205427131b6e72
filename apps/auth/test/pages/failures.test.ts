import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AuthSite, connectionsOf, openAuthSite, openConsent } from './auth-site.ts';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());

async function withoutDatabase(work: () => Promise<void>): Promise<void> {
  const { owner, controlUrl } = site.database;
  const login = new URL(controlUrl).username;
  await owner.query(`alter role ${login} nologin`);
  await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${login}'`);
  try {
    await work();
  } finally {
    await owner.query(`alter role ${login} login`);
  }
}

it('a consent while the database is away is told so, allows nothing, and can be given again afterwards', async () => {
  const { person, page } = await openConsent(site, 'ada');
  const { action, hidden } = page.form('Allow');
  const fields = { ...hidden, organization: 'acme' };
  await withoutDatabase(async () => {
    const answer = await person.browser.submitRaw(action, fields);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.text).toContain('nothing has been allowed');
  });
  expect(await connectionsOf(site)).toEqual([]);
  expect((await person.browser.submitRaw(action, fields)).status).toBe(303);
});

it('an oversized form is refused with a page', async () => {
  const answer = await site.browser().submitRaw('/sign-in', { email: 'x'.repeat(100_000) });
  expect(answer.status).toBe(413);
  expect(answer.text).toContain('That could not be read');
});

it('a request that was finished already says so', async () => {
  const { person, page } = await openConsent(site, 'ada');
  await person.choose(page, { organization: 'Globex' });
  const again = await person.browser.open(page.url);
  expect(again.status).toBe(400);
  expect(again.text).toContain('This request has expired');
});

it('an unknown client gets no redirect, only a page', async () => {
  const answer = await site
    .browser()
    .open('/oauth/authorize?client_id=nobody&response_type=code&redirect_uri=https://evil.example/');
  expect(answer.status).toBe(400);
  expect(answer.location).toBeUndefined();
  expect(answer.html).toContain('<h1>');
});
