import { newId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { AUTH_URL } from './auth-site.ts';
import { linkOf, newcomer, signUp, useInvitationSite } from './invitation-site.ts';

const { site, anInvitation, membership, outcomeOf } = useInvitationSite();

describe('what is no invitation', () => {
  it.each(['', 'nonsense', 'A'.repeat(86)])('opens nothing: token %j', async (token) => {
    const page = await site().browser().open(`/invitation?token=${token}`);
    expect([page.status, page.text.includes('There is no such invitation')]).toEqual([404, true]);
  });

  it('opens nothing with a right signature for an invitation that is gone', async () => {
    expect((await site().browser().open(linkOf(newId()))).status).toBe(404);
  });

  it('makes no account: signing up by it needs an open one for an address without', async () => {
    const { link } = await anInvitation(newcomer());
    const browser = site().browser();
    await browser.open(link);
    await site().database.owner.query(
      "update invitation set outcome = 'revoked', closed_at = now() where closed_at is null",
    );
    const page = await browser.open('/invitation/sign-up');
    expect([page.url, page.status]).toEqual([`${AUTH_URL}/invitation`, 410]);
  });
});

describe('an answer', () => {
  it.each(['accept', 'decline', 'switch-account'])('is taken from its own page only: %s', async (step) => {
    const email = newcomer();
    const { id, link } = await anInvitation(email);
    const browser = site().browser();
    const decision = await signUp(await (await browser.open(link)).follow('Sign up'));
    const { hidden } = decision.form('Accept');
    const forged = await browser.submitRaw(`${AUTH_URL}/invitation/${step}`, { ...hidden, form_token: 'A'.repeat(43) });
    expect(forged.status).toBe(403);
    const foreign = await browser.submitRaw(`${AUTH_URL}/invitation/${step}`, hidden, {
      origin: 'https://evil.example',
    });
    expect(foreign.status).toBe(403);
    expect([await outcomeOf(id), await membership(email)]).toEqual([null, []]);
  });

  it('is taken for the invitation that was shown, whichever was opened since', async () => {
    const email = newcomer();
    const browser = site().browser();
    const first = await anInvitation(email);
    const decision = await signUp(await (await browser.open(first.link)).follow('Sign up'));
    const second = await anInvitation(newcomer());
    await browser.open(second.link);
    expect((await decision.submit('Accept')).status).toBe(403);
    expect([await outcomeOf(first.id), await outcomeOf(second.id)]).toEqual([null, null]);
  });
});
