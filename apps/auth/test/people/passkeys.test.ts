import { fixedId } from '@countersign/runtime/ids';
import type { Browser } from '@countersign/testing/browser';
import type { Page } from '@countersign/testing/page';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AUTH_URL, type AuthSite, authorizationRequest, openAuthSite, signIn } from '../pages/auth-site.ts';
import { mailsOf } from './mailbox.ts';
import { softwareAuthenticator } from './software-authenticator.ts';

const HERE = { origin: AUTH_URL };
const ELSEWHERE = { origin: 'https://evil.example' };
const REFUSED = 'The passkey did not sign you in.';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(() =>
  site.database.owner.query(
    'delete from login_session; delete from passkey; delete from outgoing_mail; delete from sign_in_throttle',
  ),
);

type Authenticator = ReturnType<typeof softwareAuthenticator>;

function optionsOn(page: Page) {
  const form = page.document.querySelector('form[data-passkey]');
  return JSON.parse(form?.getAttribute('data-options') ?? '{}') as { challenge: string; user: { id: string } };
}

/** Fills the hidden field that the script fills, and sends the form. */
async function send(
  browser: Browser,
  page: Page,
  button: string,
  credential: string,
  fields: Record<string, string> = {},
) {
  const { action, hidden } = page.form(button);
  return browser.submitRaw(action, { ...hidden, ...fields, credential });
}

async function add(
  browser: Browser,
  authenticator: Authenticator,
  ceremony: { origin: string; verified?: boolean } = HERE,
) {
  const page = await browser.open('/account/passkeys');
  return send(browser, page, 'Add a passkey', authenticator.create(optionsOn(page), ceremony), { name: 'My phone' });
}

async function signedIn(name: string): Promise<Browser> {
  const person = site.person(name);
  await signIn(person);
  return person.browser;
}

/** A passkey of this person, added as they add it. */
async function aPasskey(name: string): Promise<Authenticator> {
  const authenticator = softwareAuthenticator('localhost');
  const { status } = await add(await signedIn(name), authenticator);
  if (status !== 303) throw new Error('The passkey was not added');
  return authenticator;
}

/** Signs in at a new browser with whatever the authenticator answers to the page's challenge. */
async function signInWith(answerTo: (challenge: string) => string, browser = site.browser()) {
  const page = await browser.open('/sign-in');
  const answer = await send(browser, page, 'Use a passkey', answerTo(optionsOn(page).challenge));
  return { browser, page, answer };
}

async function whoIs(browser: Browser): Promise<string | undefined> {
  return /You are signed in (\w+)/.exec((await browser.open('/')).text)?.[1];
}

describe('adding a passkey', () => {
  it('is recorded, told by mail and shown, and it signs in from then on', async () => {
    const browser = await signedIn('ada');
    const authenticator = softwareAuthenticator('localhost');
    const added = await add(browser, authenticator);
    expect([added.status, added.location?.pathname]).toEqual([303, '/account/passkeys']);
    expect((await browser.open('/account/passkeys')).text).toMatch(/My phone On one device · added .* · never used/);
    expect((await mailsOf(site)).map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['passkey_added', 'ada@example.test'],
    ]);
    const { rows } = await site.database.owner.query(
      "select user_id, severity from audit_event where action = 'passkey.added' order by id desc limit 1",
    );
    expect(rows).toEqual([{ user_id: fixedId('user', 'ada'), severity: 'warning' }]);
    const { answer, browser: other } = await signInWith((challenge) => authenticator.get(challenge, HERE));
    expect(answer.status).toBe(303);
    expect(await whoIs(other)).toBe('Ada');
    expect((await other.open('/account/passkeys')).text).toMatch(/My phone .* · last used \d/);
  });

  it('asks for one that names its person and is used only by them', async () => {
    const options = optionsOn(await (await signedIn('ada')).open('/account/passkeys'));
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect(JSON.stringify(options.user.id)).not.toContain('ada');
  });

  it('needs a sign-in of the last quarter of an hour', async () => {
    const browser = await signedIn('ada');
    const authenticator = softwareAuthenticator('localhost');
    const page = await browser.open('/account/passkeys');
    const credential = authenticator.create(optionsOn(page), HERE);
    site.wait(15 * 60);
    const late = await send(browser, page, 'Add a passkey', credential, { name: 'My phone' });
    expect([late.status, late.text]).toEqual([403, expect.stringContaining('Nothing was added')]);
    const again = await (await browser.open('/account/passkeys')).submit('Sign in again');
    const back = await again.submit('Sign in', { 'E-mail': 'ada@example.test', Password: 'countersign-demo' });
    expect(back.text).toContain('Your passkeys');
    expect((await add(browser, authenticator)).status).toBe(303);
  });

  it.each([
    ['of another site', ELSEWHERE],
    ['without having looked who is there', { ...HERE, verified: false }],
  ])('is refused when the authenticator answered %s', async (_, ceremony) => {
    const browser = await signedIn('ada');
    expect((await add(browser, softwareAuthenticator('localhost'), ceremony)).status).toBe(400);
    expect((await browser.open('/account/passkeys')).text).toContain('You have none yet');
  });

  it('is refused for another site’s authenticator, with a used challenge, and with another person’s', async () => {
    const [ada, ben] = [await signedIn('ada'), await signedIn('ben')];
    expect((await add(ada, softwareAuthenticator('evil.example'))).status).toBe(400);
    const page = await ada.open('/account/passkeys');
    const one = softwareAuthenticator('localhost').create(optionsOn(page), HERE);
    const two = softwareAuthenticator('localhost').create(optionsOn(page), HERE);
    expect((await send(ada, page, 'Add a passkey', one, { name: 'One' })).status).toBe(303);
    expect((await send(ada, page, 'Add a passkey', two, { name: 'Two' })).status).toBe(400);
    const bens = softwareAuthenticator('localhost').create(optionsOn(await ben.open('/account/passkeys')), HERE);
    expect((await send(ada, page, 'Add a passkey', bens, { name: 'Three' })).status).toBe(400);
    expect((await ada.open('/account/passkeys')).document.querySelectorAll('.rows li')).toHaveLength(1);
  });

  it('never takes a passkey over from somebody else', async () => {
    const authenticator = await aPasskey('ada');
    expect((await add(await signedIn('ben'), authenticator)).status).toBe(400);
    const { browser } = await signInWith((challenge) => authenticator.get(challenge, HERE, handleOf('ada')));
    expect(await whoIs(browser)).toBe('Ada');
  });
});

const handleOf = (name: string) => Buffer.from(fixedId('user', name).replaceAll('-', ''), 'hex').toString('base64url');

describe('a passkey signs nobody in', () => {
  it.each([
    ['when it was asked for by another site', ELSEWHERE],
    ['when the authenticator did not look who is there', { ...HERE, verified: false }],
  ])('%s', async (_, ceremony) => {
    const authenticator = await aPasskey('ada');
    const { answer, browser } = await signInWith((challenge) => authenticator.get(challenge, ceremony));
    expect([answer.status, answer.text]).toEqual([401, expect.stringContaining(REFUSED)]);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('a second time with the same answer', async () => {
    const authenticator = await aPasskey('ada');
    let credential = '';
    const { browser, page } = await signInWith((challenge) => (credential = authenticator.get(challenge, HERE)));
    await (await browser.open('/sign-out')).submit('Sign out');
    expect((await send(browser, page, 'Use a passkey', credential)).status).toBe(401);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('with an answer that was made for another browser', async () => {
    const authenticator = await aPasskey('ada');
    const attacker = await site.browser().open('/sign-in');
    const { browser, answer } = await signInWith(() => authenticator.get(optionsOn(attacker).challenge, HERE));
    expect(answer.status).toBe(401);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('after its page was open for a quarter of an hour', async () => {
    const authenticator = await aPasskey('ada');
    const { answer } = await signInWith((challenge) => {
      site.wait(15 * 60);
      return authenticator.get(challenge, HERE);
    });
    expect(answer.status).toBe(401);
  });

  it('when nobody added it, under whoever’s name', async () => {
    await aPasskey('ada');
    const foreign = softwareAuthenticator('localhost');
    const { answer } = await signInWith((challenge) => foreign.get(challenge, HERE, handleOf('ada')));
    expect(answer.status).toBe(401);
  });

  it('as somebody else than whose it is', async () => {
    const authenticator = await aPasskey('ada');
    const { answer } = await signInWith((challenge) => authenticator.get(challenge, HERE, handleOf('ben')));
    expect(answer.status).toBe(401);
  });

  it('when its counter has fallen back, as a copy’s does, and its person is warned', async () => {
    const authenticator = await aPasskey('ada');
    for (let use = 0; use < 2; use += 1) await signInWith((challenge) => authenticator.get(challenge, HERE));
    authenticator.rewind();
    const { answer, browser } = await signInWith((challenge) => authenticator.get(challenge, HERE));
    expect(answer.status).toBe(401);
    expect(await whoIs(browser)).toBeUndefined();
    expect((await mailsOf(site)).map(({ kind }) => kind)).toEqual(['passkey_added', 'passkey_copied']);
    const { rows } = await site.database.owner.query(
      'select action, severity, user_id, details from audit_event order by id desc limit 1',
    );
    expect(rows).toEqual([
      {
        action: 'sign_in.failed',
        severity: 'critical',
        user_id: fixedId('user', 'ada'),
        details: { with: 'passkey', reason: 'counter' },
      },
    ]);
  });

  it.each(['', 'nonsense', '{}', '{"id":"AA","rawId":"AA","type":"public-key","response":{}}'])(
    'as the answer %j',
    async (credential) => {
      expect((await signInWith(() => credential)).answer.status).toBe(401);
    },
  );

  it('once it was removed, which only its person can do', async () => {
    const authenticator = await aPasskey('ada');
    const ben = await signedIn('ben');
    await add(ben, softwareAuthenticator('localhost'));
    const { action, hidden } = (await ben.open('/account/passkeys')).form('Remove');
    const foreign = await ben.submitRaw(action, { ...hidden, id: authenticator.id });
    expect(foreign.text).toContain('was removed already');
    const ada = await signInWith((challenge) => authenticator.get(challenge, HERE));
    expect(await whoIs(ada.browser)).toBe('Ada');
    const removed = await (await ada.browser.open('/account/passkeys')).submit('Remove');
    expect(removed.text).toContain('“My phone” does not sign you in any more.');
    expect((await signInWith((challenge) => authenticator.get(challenge, HERE))).answer.status).toBe(401);
  });
});

it('a passkey leads on to the request that asked for the sign-in', async () => {
  const authenticator = await aPasskey('ada');
  const browser = site.browser();
  const page = await browser.open(await authorizationRequest(site));
  const credential = authenticator.get(optionsOn(page).challenge, HERE);
  const answer = await send(browser, page, 'Use a passkey', credential);
  expect((await browser.open(answer.location?.href ?? '')).text).toContain('It may read');
});

it('changes to passkeys are not taken from another site, nor with another person’s form', async () => {
  const [ada, ben] = [await signedIn('ada'), await signedIn('ben')];
  await add(ada, softwareAuthenticator('localhost'));
  const mine = (await ada.open('/account/passkeys')).form('Remove');
  const bens = (await ben.open('/account/passkeys')).form('Add a passkey').hidden;
  for (const path of ['', '/remove', '/sign-in-again']) {
    const action = `/account/passkeys${path}`;
    expect((await ada.submitRaw(action, mine.hidden, ELSEWHERE)).status).toBe(403);
    expect((await ada.submitRaw(action, { ...mine.hidden, form_token: bens['form_token'] ?? '' })).status).toBe(403);
  }
  expect((await ada.open('/account/passkeys')).document.querySelectorAll('.rows li')).toHaveLength(1);
});
