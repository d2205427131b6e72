import { fixedId } from '@countersign/runtime/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AUTH_URL,
  type AuthSite,
  authorizationRequest,
  CALLBACK,
  connectionsOf,
  openAuthSite,
  openConsent,
} from './auth-site.ts';
import { type Page, textOf } from './test-browser.ts';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(() => site.database.owner.query('delete from connection'));

const optionsOf = (page: Page, select: string): string[] => {
  const markup = new RegExp(`<select id="${select}"[\\s\\S]*?</select>`).exec(page.body)?.[0] ?? '';
  return [...markup.matchAll(/<option value="([^"]*)"/g)].map((match) => match[1] ?? '');
};

/** The redirect back to the client, and what it says. */
const answerOf = (page: Page): URLSearchParams => {
  expect(page.location).toMatch(CALLBACK);
  return new URL(page.location ?? '').searchParams;
};

describe('what the page shows', () => {
  it('names the person, the unverified client and the host they go back to', async () => {
    const { page } = await openConsent(site, 'ada', { name: 'Handy Helper' });
    const text = textOf(page);
    expect(page.status).toBe(200);
    expect(page.body).toContain('ada@example.test');
    expect(text).toContain('Connect Handy Helper ?');
    expect(text).toContain('Unverified. This client registered itself.');
    expect(text).toContain('You will be sent back to client. example');
  });

  it('offers ada her three organizations with none chosen, and the teams she may use', async () => {
    const { page } = await openConsent(site, 'ada');
    expect(optionsOf(page, 'organization')).toEqual(['', 'acme', 'globex', 'initech']);
    expect(optionsOf(page, 'team')).toEqual([
      '',
      fixedId('team', 'acme', 'Design'),
      fixedId('team', 'acme', 'Engineering'),
      fixedId('team', 'initech', 'Delivery'),
    ]);
    expect(page.body).not.toMatch(/<(option|input)[^>]* (selected|checked)/);
  });

  it('offers ben his own team only, and cleo no team', async () => {
    expect(optionsOf((await openConsent(site, 'ben')).page, 'team')).toEqual(['', fixedId('team', 'acme', 'Design')]);
    expect((await openConsent(site, 'cleo')).page.body).not.toContain('id="team"');
  });

  it('says beforehand what each organization and role withholds', async () => {
    const text = textOf((await openConsent(site, 'ada')).page);
    expect(text).toContain('An admin of Globex has not enabled writing.');
    expect(text).toContain('An admin of Acme Studio has enabled writing.');
    expect(text).toContain('An admin of Acme Studio has not enabled billing changes.');
    expect(textOf((await openConsent(site, 'cleo')).page)).toContain(
      'Your role in Acme Studio (viewer) does not allow changes.',
    );
  });

  it('locks the organization when the connector names it', async () => {
    const { page } = await openConsent(site, 'ada', { resourcePath: '/mcp/o/globex' });
    expect(optionsOf(page, 'organization')).toEqual(['globex']);
  });

  it('leaves no way on to who is no member of the named organization, and says the same of one that does not exist', async () => {
    for (const slug of ['initech', 'nobody-s']) {
      const { page } = await openConsent(site, 'ben', { resourcePath: `/mcp/o/${slug}` });
      expect(page.status).toBe(403);
      expect(textOf(page)).toContain(`You are not a member of “${slug}”`);
    }
  });

  it('warns when the way back is a program on this computer or an app scheme', async () => {
    const loopback = await openConsent(site, 'ada', { redirectUri: 'http://127.0.0.1:33418/callback' });
    expect(textOf(loopback.page)).toContain('A program on this computer');
    expect(textOf(loopback.page)).toContain('Nothing vouches for that program');
    const scheme = await openConsent(site, 'ada', { redirectUri: 'cursor://anysphere.cursor-mcp/oauth/callback' });
    expect(textOf(scheme.page)).toContain('cursor://');
    expect(textOf(scheme.page)).toContain('Any installed app can claim such addresses.');
  });

  it('shows a hostile client name as text', async () => {
    const name = `<img src=x onerror=alert(1)>"'`;
    const { page } = await openConsent(site, 'ada', { name });
    expect(page.body).not.toContain('<img');
    expect(textOf(page)).toContain(name);
  });
});

describe('allowing', () => {
  it('connects read-only when nothing else is switched on', async () => {
    const { browser, page } = await openConsent(site, 'ada');
    const answer = answerOf(await browser.submit(page, '/consent', { organization: 'acme' }));
    expect(answer.get('code')).toBeTruthy();
    expect(answer.get('state')).toBe('the state');
    expect(answer.get('iss')).toBe(AUTH_URL);
    expect(await connectionsOf(site)).toEqual([{ approved: ['mcp:read'], team_id: null }]);
  });

  it('connects with writing, with billing and with a team where both signatures are there', async () => {
    const acme = await openConsent(site, 'ben');
    const team = fixedId('team', 'acme', 'Design');
    answerOf(await acme.browser.submit(acme.page, '/consent', { organization: 'acme', team, write: 'on' }));
    const initech = await openConsent(site, 'ada');
    const both = { organization: 'initech', write: 'on', billing: 'on' };
    answerOf(await initech.browser.submit(initech.page, '/consent', both));
    expect(await connectionsOf(site)).toEqual([
      { approved: ['mcp:read', 'mcp:write'], team_id: team },
      { approved: ['mcp:read', 'mcp:write', 'mcp:write:billing'], team_id: null },
    ]);
  });

  it.each([
    ['billing without writing', { organization: 'initech', billing: 'on' }],
    ['billing without writing, said in another way', { organization: 'initech', write: '', billing: 'on' }],
    ['a switch with an unknown value', { organization: 'initech', write: 'true' }],
    ['no organization', {}],
    ['an organization of others', { organization: 'nowhere' }],
    ['a team of another organization', { organization: 'globex', team: fixedId('team', 'acme', 'Design') }],
  ])('refuses %s and allows nothing', async (_, fields) => {
    const { browser, page } = await openConsent(site, 'ada');
    const again = await browser.submit(page, '/consent', fields);
    expect(again.status).toBe(400);
    expect(again.body).toContain('role="alert"');
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('refuses ben a team that is not his', async () => {
    const { browser, page } = await openConsent(site, 'ben');
    const team = fixedId('team', 'acme', 'Engineering');
    expect((await browser.submit(page, '/consent', { organization: 'acme', team })).status).toBe(400);
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('never grants billing alone, in any order of posts and with any field said twice', async () => {
    const { browser, page } = await openConsent(site, 'ada');
    const form = /name="form_token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const url = `${page.url}/consent`;
    const base = `form_token=${encodeURIComponent(form)}&organization=initech`;
    for (const tail of [
      '&billing=on',
      '&billing=on&billing=on',
      '&billing=on&write=',
      '&write=off&billing=on',
      '&write=on&write=&billing=on',
    ]) {
      expect((await browser.post(url, base + tail)).status).toBe(400);
    }
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('cannot be done by looking', async () => {
    const { browser, page } = await openConsent(site, 'ada');
    for (const step of ['consent', 'cancel', 'ask-admin', 'switch-account']) {
      expect((await browser.get(`${page.url}/${step}?organization=acme&write=on`)).status).toBe(404);
    }
    expect((await browser.get(`${page.url}?organization=acme&write=on`)).body).toContain('<h1>Connect');
    expect(await connectionsOf(site)).toEqual([]);
  });
});

describe('two tabs', () => {
  it('connect two organizations, each the one chosen in it', async () => {
    const { browser, page: first } = await openConsent(site, 'ada');
    const second = await browser.get(await authorizationRequest(site));
    answerOf(await browser.submit(second, '/consent', { organization: 'initech' }));
    answerOf(await browser.submit(first, '/consent', { organization: 'globex' }));
    const { rows } = await site.database.owner.query('select organization_id from connection order by created_at');
    expect(rows).toEqual([
      { organization_id: fixedId('organization', 'initech') },
      { organization_id: fixedId('organization', 'globex') },
    ]);
  });
});

describe('cancelling', () => {
  it('tells the client access_denied, with its state and our issuer', async () => {
    const { browser, page } = await openConsent(site, 'ada');
    const answer = answerOf(await browser.submit(page, '/cancel', {}));
    expect(Object.fromEntries(answer)).toEqual({
      error: 'access_denied',
      error_description: 'The person did not allow access.',
      state: 'the state',
      iss: AUTH_URL,
    });
  });
});

describe('using another account', () => {
  it('returns to the same request as the other person', async () => {
    const { browser, page } = await openConsent(site, 'ada');
    const signIn = await browser.submit(page, '/switch-account');
    expect(textOf(signIn)).toContain('Then you decide what Test Client may do');
    const consent = await browser.submit(signIn, '/sign-in', {
      email: 'dana@example.test',
      password: 'countersign-demo',
    });
    expect(consent.body).toContain('dana@example.test');
    expect(optionsOf(consent, 'organization')).toEqual(['globex']);
    answerOf(await browser.submit(consent, '/consent', { organization: 'globex' }));
    const { rows } = await site.database.owner.query('select user_id from connection');
    expect(rows).toEqual([{ user_id: fixedId('user', 'dana') }]);
  });
});
