import { fixedId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { mailsOf } from './mailbox.ts';
import { ELSEWHERE, HERE, handleOf, optionsOn, send, usePasskeySite } from './passkey-site.ts';
import { softwareAuthenticator } from './software-authenticator.ts';

const { site, add, signedIn, aPasskey, signInWith, whoIs } = usePasskeySite();

describe('adding a passkey', () => {
  it('is recorded, told by mail and shown, and it signs in from then on', async () => {
    const browser = await signedIn('ada');
    const authenticator = softwareAuthenticator('localhost');
    const added = await add(browser, authenticator);
    expect([added.status, added.location?.pathname]).toEqual([303, '/account/passkeys']);
    expect((await browser.open('/account/passkeys')).text).toMatch(/My phone On one device · added .* · never used/);
    expect((await mailsOf(site())).map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['passkey_added', 'ada@example.test'],
    ]);
    const { rows } = await site().database.owner.query(
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
    site().wait(15 * 60);
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
