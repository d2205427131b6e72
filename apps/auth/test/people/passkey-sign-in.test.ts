import { fixedId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { authorizationRequest } from '../pages/auth-site.ts';
import { mailsOf } from './mailbox.ts';
import { ELSEWHERE, HERE, handleOf, optionsOn, send, usePasskeySite } from './passkey-site.ts';
import { softwareAuthenticator } from './software-authenticator.ts';

const REFUSED = 'The passkey did not sign you in.';

const { site, add, signedIn, aPasskey, signInWith, whoIs } = usePasskeySite();

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
    const attacker = await site().browser().open('/sign-in');
    const { browser, answer } = await signInWith(() => authenticator.get(optionsOn(attacker).challenge, HERE));
    expect(answer.status).toBe(401);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('after its page was open for a quarter of an hour', async () => {
    const authenticator = await aPasskey('ada');
    const { answer } = await signInWith((challenge) => {
      site().wait(15 * 60);
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
    expect((await mailsOf(site())).map(({ kind }) => kind)).toEqual(['passkey_added', 'passkey_copied']);
    const { rows } = await site().database.owner.query(
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

  it('more than so often in a minute from one address, and another is not held up', async () => {
    const browser = site().browser('198.51.100.7');
    const page = await browser.open('/sign-in');
    const tries = await Promise.all(
      Array.from({ length: 121 }, () => send(browser, page, 'Use a passkey', 'nonsense')),
    );
    const statuses = tries.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(120);
    const late = tries.find(({ status }) => status === 429);
    expect(late?.text).toContain('Too many tries from here.');
    expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signInWith(() => 'nonsense')).answer.status).toBe(401);
  });
});

it('a passkey leads on to the request that asked for the sign-in', async () => {
  const authenticator = await aPasskey('ada');
  const browser = site().browser();
  const page = await browser.open(await authorizationRequest(site()));
  const credential = authenticator.get(optionsOn(page).challenge, HERE);
  const answer = await send(browser, page, 'Use a passkey', credential);
  expect((await browser.open(answer.location?.href ?? '')).text).toContain('It may read');
});
