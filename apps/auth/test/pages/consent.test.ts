import { fixedId } from '@countersign/runtime/ids';
import { REDIRECT_URI } from '@countersign/testing/oauth-client';
import type { Page } from '@countersign/testing/page';
import { Person } from '@countersign/testing/person';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AUTH_URL,
  type AuthSite,
  authorizationRequest,
  connectionsOf,
  openAuthSite,
  openConsent,
} from './auth-site.ts';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(() => site.database.owner.query('delete from connection'));

const optionsOf = ({ document }: Page, select: string): string[] =>
  document.querySelectorAll(`select#${select} option`).map((option) => option.getAttribute('value') ?? '');

/** The redirect back to the client, and what it says. */
const answerOf = ({ location }: Page): URLSearchParams => {
  expect(location?.href).toMatch(REDIRECT_URI);
  return location?.searchParams ?? new URLSearchParams();
};

describe('what the page shows', () => {
  it('names the person, the unverified client and the host they go back to', async () => {
    const { page } = await openConsent(site, 'ada', { name: 'Handy Helper' });
    const { text } = page;
    expect(page.status).toBe(200);
    expect(page.html).toContain('ada@example.test');
    expect(text).toContain('Connect Handy Helper?');
    expect(text).toContain('Unverified. This client registered itself.');
    expect(text).toContain('You will be sent back to client.example.com');
  });

  it('warns plainly of a name that poses as checked, mixes alphabets, or bears our name or an organization’s', async () => {
    const told = async (name: string) => (await openConsent(site, 'ada', { name })).page.text;
    expect(await told('Claude (Verified by Anthropic)')).toContain('Its name says that it was checked.');
    expect(await told('Clаude')).toContain('Its name mixes letters of different alphabets');
    expect(await told('Countersign')).toContain('Its name contains ours.');
    expect(await told('Globex assistant')).toContain('contains the name of your organization');
    expect(await told('Handy Helper')).not.toContain('Its name');
  });

  it('shows the joiners that a name is written with', async () => {
    const { page } = await openConsent(site, 'ada', { name: 'می\u200Cخواهد 👩\u200D💻' });
    expect(page.html).toContain('می\u200Cخواهد 👩\u200D💻');
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
    expect(page.html).not.toMatch(/<(option|input)[^>]* (selected|checked)/);
  });

  it('offers ben his own team only, and cleo no team', async () => {
    expect(optionsOf((await openConsent(site, 'ben')).page, 'team')).toEqual(['', fixedId('team', 'acme', 'Design')]);
    expect((await openConsent(site, 'cleo')).page.html).not.toContain('id="team"');
  });

  it('says beforehand what each organization and role withholds', async () => {
    const { text } = (await openConsent(site, 'ada')).page;
    expect(text).toContain('An admin of Globex has not enabled writing.');
    expect(text).toContain('An admin of Acme Studio has enabled writing.');
    expect(text).toContain('An admin of Acme Studio has not enabled billing changes.');
    expect((await openConsent(site, 'cleo')).page.text).toContain(
      'Your role in Acme Studio (viewer) does not allow changes.',
    );
  });

  it('locks the organization when the connector names it', async () => {
    const { page } = await openConsent(site, 'ada', { resourcePath: '/mcp/o/globex' });
    expect(optionsOf(page, 'organization')).toEqual(['globex']);
  });

  it('offers no change at a connector that only reads, and takes none', async () => {
    const { page } = await openConsent(site, 'ada', { resourcePath: '/mcp/o/initech/readonly' });
    expect(page.text).toContain('This address only reads.');
    expect(page.text).not.toContain('Allow this client to modify data');
  });

  it('leaves no way on to who is no member of the named organization, and says the same of one that does not exist', async () => {
    for (const slug of ['initech', 'nobody-s']) {
      const { page } = await openConsent(site, 'ben', { resourcePath: `/mcp/o/${slug}` });
      expect(page.status).toBe(403);
      expect(page.text).toContain(`You are not a member of “${slug}”`);
    }
  });

  it('warns when the way back is a program on this computer or an app scheme', async () => {
    const loopback = await openConsent(site, 'ada', { redirectUri: 'http://127.0.0.1:33418/callback' });
    expect(loopback.page.text).toContain('A program on this computer');
    expect(loopback.page.text).toContain('Nothing vouches for that program');
    const scheme = await openConsent(site, 'ada', { redirectUri: 'cursor://anysphere.cursor-mcp/oauth/callback' });
    expect(scheme.page.text).toContain('cursor://');
    expect(scheme.page.text).toContain('Any installed app can claim such addresses.');
  });

  it('shows a hostile client name as text', async () => {
    const name = `<img src=x onerror=alert(1)>"'`;
    const { page } = await openConsent(site, 'ada', { name });
    expect(page.html).not.toContain('<img');
    expect(page.text).toContain(name);
  });
});

describe('allowing', () => {
  it('connects read-only when nothing else is switched on', async () => {
    const { person, page } = await openConsent(site, 'ada');
    const answer = answerOf(await person.choose(page, { organization: 'Acme Studio' }));
    expect(answer.get('code')).toBeTruthy();
    expect(answer.get('state')).toBe('the state');
    expect(answer.get('iss')).toBe(AUTH_URL);
    expect(await connectionsOf(site)).toEqual([{ approved: ['mcp:read'], team_id: null }]);
  });

  it('connects with writing, with billing and with a team where both signatures are there', async () => {
    const acme = await openConsent(site, 'ben');
    const design = { organization: 'Acme Studio', team: 'Design', write: true };
    answerOf(await acme.person.choose(acme.page, design));
    const initech = await openConsent(site, 'ada');
    const both = { organization: 'Initech', write: true, billing: true };
    answerOf(await initech.person.choose(initech.page, both));
    expect(await connectionsOf(site)).toEqual([
      { approved: ['mcp:read', 'mcp:write'], team_id: fixedId('team', 'acme', 'Design') },
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
    const { person, page } = await openConsent(site, 'ada');
    const { action, hidden } = page.form('Allow');
    const again = await person.browser.submitRaw(action, { ...hidden, ...fields });
    expect(again.status).toBe(400);
    expect(again.html).toContain('role="alert"');
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('refuses ben a team that is not his', async () => {
    const { person, page } = await openConsent(site, 'ben');
    const team = fixedId('team', 'acme', 'Engineering');
    const { action, hidden } = page.form('Allow');
    expect((await person.browser.submitRaw(action, { ...hidden, organization: 'acme', team })).status).toBe(400);
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('never grants billing alone, in any order of posts and with any field said twice', async () => {
    const { person, page } = await openConsent(site, 'ada');
    const { action, hidden } = page.form('Allow');
    const base = new URLSearchParams({ ...hidden, organization: 'initech' }).toString();
    for (const tail of [
      '&billing=on',
      '&billing=on&billing=on',
      '&billing=on&write=',
      '&write=off&billing=on',
      '&write=on&write=&billing=on',
    ]) {
      expect((await person.browser.submitRaw(action, new URLSearchParams(base + tail))).status).toBe(400);
    }
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('cannot be done by looking', async () => {
    const { person, page } = await openConsent(site, 'ada');
    for (const step of ['consent', 'cancel', 'ask-admin', 'switch-account']) {
      expect((await person.browser.open(`${page.url}/${step}?organization=acme&write=on`)).status).toBe(404);
    }
    expect((await person.browser.open(`${page.url}?organization=acme&write=on`)).html).toContain('<h1>Connect');
    expect(await connectionsOf(site)).toEqual([]);
  });
});

describe('two tabs', () => {
  it('connect two organizations, each the one chosen in it', async () => {
    const { person, page: first } = await openConsent(site, 'ada');
    const second = await person.reachConsent(await authorizationRequest(site));
    answerOf(await person.choose(second, { organization: 'Initech' }));
    answerOf(await person.choose(first, { organization: 'Globex' }));
    const { rows } = await site.database.owner.query('select organization_id from connection order by created_at');
    expect(rows).toEqual([
      { organization_id: fixedId('organization', 'initech') },
      { organization_id: fixedId('organization', 'globex') },
    ]);
  });
});

describe('cancelling', () => {
  it('tells the client access_denied, with its state and our issuer', async () => {
    const { person, page } = await openConsent(site, 'ada');
    const answer = answerOf(await person.choose(page, { decision: 'Cancel' }));
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
    const { person: ada, page } = await openConsent(site, 'ada');
    const signIn = await page.submit('Use another account');
    expect(signIn.text).toContain('Then you decide what Test Client may do');
    const dana = new Person('dana', ada.browser);
    const consent = await dana.signIn(signIn);
    expect(consent.html).toContain('dana@example.test');
    expect(optionsOf(consent, 'organization')).toEqual(['globex']);
    answerOf(await dana.choose(consent, { organization: 'Globex' }));
    const { rows } = await site.database.owner.query('select user_id from connection');
    expect(rows).toEqual([{ user_id: fixedId('user', 'dana') }]);
  });
});
