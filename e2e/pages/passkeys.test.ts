import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openWindow, signInAt, type Window } from '../chromium.ts';
import { expectAccessible } from './expect-accessible.ts';
import { press, type } from './keyboard.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, browser, signedIn } = useHouseAndBrowser();

/** Gives a page a device with a fingerprint reader that always says yes. Answers how to make it say no. */
async function plugInAuthenticator(page: Page): Promise<() => Promise<unknown>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return () => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
}

async function addPasskey({ page }: Window, name: string): Promise<void> {
  await press(page, page.getByRole('link', { name: 'Passkeys' }));
  await type(page, page.getByLabel('Name'), name);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name }).waitFor();
}

describe('a passkey', () => {
  it('is added from my sign-ins, signs in without the password, and is removed, all by keyboard', async () => {
    const window = await signedIn('ada', '/settings/sign-ins');
    const { page, complaints } = window;
    await plugInAuthenticator(page);
    await addPasskey(window, 'This laptop');
    await page.getByText('The passkey is added.').waitFor();

    await page.goto(`${house.urls.auth}/sign-out`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto(`${house.urls.console}/settings/sign-ins`);
    await press(page, page.getByRole('button', { name: 'Use a passkey' }));
    await page.waitForURL(`${house.urls.console}/settings/sign-ins`);

    await page.getByRole('link', { name: 'Passkeys' }).click();
    await page.getByText(/last used \d/).waitFor();
    await press(page, page.getByRole('button', { name: 'Remove This laptop' }));
    await page.getByText('does not sign you in any more').waitFor();
    expect(complaints).toEqual([]);
    await window.close();
  });

  it('that cannot make sure who is there signs nobody in, and the page says what to do', async () => {
    const window = await signedIn('ben', '/settings/sign-ins');
    const { page } = window;
    const refuseFingerprint = await plugInAuthenticator(page);
    await addPasskey(window, 'This laptop');
    await refuseFingerprint();
    await page.context().clearCookies();
    await page.goto(`${house.urls.auth}/sign-in`);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('No passkey was used. Try again, or sign in with your password.').waitFor();
    await signInAt(page, `${house.urls.auth}/sign-in`, 'ben');
    await page.getByText('You are signed in').waitFor();
    await window.close();
  });
});

it('without scripts the password signs in, and nothing is offered that would not work', async () => {
  const { page, close } = await openWindow(browser, { javaScriptEnabled: false });
  await page.goto(`${house.urls.auth}/sign-in`);
  expect(await page.getByRole('button', { name: 'Use a passkey' }).count()).toBe(0);
  await signInAt(page, `${house.urls.auth}/account/passkeys`, 'ada');
  await page.getByText('This takes a browser that knows passkeys, with scripts allowed.').waitFor();
  await close();
});

const PATHS = ['/sign-in', '/forgot-password', '/account/password', '/account/passkeys', '/reset-password?secret=none'];

it('the pages about signing in have no accessibility violation at 360 pixels', async () => {
  const { page, close } = await openWindow(browser, { viewport: { width: 360, height: 740 } });
  await plugInAuthenticator(page);
  for (const path of PATHS) {
    if (path === '/account/password') await signInAt(page, `${house.urls.auth}${path}`, 'ada');
    else await page.goto(`${house.urls.auth}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(page, path);
  }
  await close();
});
