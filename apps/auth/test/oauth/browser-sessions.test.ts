import { fixedId } from '@countersign/runtime/ids';
import { Browser } from '@countersign/testing/browser';
import { pkce, redeem } from '@countersign/testing/oauth-client';
import { expect, test } from 'vitest';
import { find, goOn, signIn, startInteraction } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, clientId } = useAuth();

async function allow(browser: Browser, uid: string, person: string): Promise<URLSearchParams> {
  const decision = {
    userId: fixedId('user', person),
    organizationId: fixedId('organization', 'acme'),
    teamId: null,
    approved: ['mcp:read'],
  };
  const { location } = await goOn(browser, uid, { step: 'allow', decision });
  return location?.searchParams ?? new URLSearchParams();
}

test('a browser that changes hands goes on as the new person, without a page in between', async () => {
  const browser = new Browser(app());
  const first = await signIn(browser, await startInteraction(browser, app(), { clientId: clientId() }), 'ada');
  await allow(browser, first, 'ada');
  const second = await signIn(browser, await startInteraction(browser, app(), { clientId: clientId() }), 'ben');
  expect((await find(browser, second)).userId).toBe(fixedId('user', 'ben'));
  expect((await allow(browser, second, 'ben')).get('code')).toBeTruthy();
});

test('a person may switch account while the consent page is open', async () => {
  const browser = new Browser(app());
  const asAda = await signIn(browser, await startInteraction(browser, app(), { clientId: clientId() }), 'ada');
  const asBen = await signIn(browser, asAda, 'ben');
  expect((await find(browser, asBen)).userId).toBe(fixedId('user', 'ben'));
});

test('two tabs that take turns both end with a code of their own', async () => {
  const browser = new Browser(app());
  const [one, two] = [pkce(), pkce()];
  const firstLogin = await startInteraction(browser, app(), { clientId: clientId() }, one.challenge);
  const secondLogin = await startInteraction(browser, app(), { clientId: clientId() }, two.challenge);
  const firstConsent = await signIn(browser, firstLogin, 'ada');
  const secondConsent = await signIn(browser, secondLogin, 'ada');
  const second = await allow(browser, secondConsent, 'ada');
  const first = await allow(browser, firstConsent, 'ada');
  for (const [answer, { verifier }] of [
    [first, one],
    [second, two],
  ] as const) {
    const code = answer.get('code') ?? '';
    expect((await redeem(app(), { client_id: clientId(), code, code_verifier: verifier })).status).toBe(200);
  }
});
