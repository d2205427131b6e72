import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ClientCallback, openClientCallback, openWindow, signInAt, type Window } from '../chromium.ts';
import { Credentials } from '../mcp-client.ts';
import { authorizationUrl } from '../oauth.ts';
import { expectAccessible } from './expect-accessible.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, browser } = useHouseAndBrowser();
let window: Window;
let page: Page;
let client: ClientCallback;
let credentials: Credentials;

beforeAll(async () => {
  client = await openClientCallback();
  credentials = new Credentials(client.redirectUrl);
});
afterAll(() => client?.close());

const WRITE = 'Allow this client to modify data';
const BILLING = 'Also allow billing changes';

async function open(options: Parameters<typeof openWindow>[1] = {}): Promise<void> {
  window = await openWindow(browser, options);
  page = window.page;
}

async function reachConsent(person: string): Promise<void> {
  const { url } = await authorizationUrl(house, credentials);
  await signInAt(page, url, person);
  await page.getByRole('button', { name: 'Allow', exact: true }).waitFor();
}

async function approvedInLastConnection(): Promise<string[] | undefined> {
  const row = await withQueries(house.database.owner, (db) =>
    db.selectFrom('connection').select(['approved']).orderBy('id', 'desc').limit(1).executeTakeFirst(),
  );
  return row?.approved;
}

async function arrivedAtClient(): Promise<URL> {
  await page.waitForURL(`${credentials.redirectUrl}**`);
  return new URL(page.url());
}

afterEach(() => window.close());

describe('the consent screen', () => {
  beforeEach(() => open());

  it('says who is signed in, who asks, that nobody vouches for it, and where the person goes back to', async () => {
    await reachConsent('ada');
    const text = await page.locator('body').innerText();
    expect(text).toContain('ada@example.test');
    expect(text).toContain('Journey client');
    expect(text).toMatch(/registered itself/i);
    expect(text).toMatch(/this computer|your (own )?(computer|device)/i);
    expect(text).toContain('127.0.0.1');
    expect(window.complaints).toEqual([]);
  });

  it('offers only the teams of the chosen organization, and none where there are none', async () => {
    await reachConsent('ada');
    await page.getByLabel('Organization').selectOption({ label: 'Acme Studio' });
    const options = page.getByLabel('Team').locator('option:not([hidden]):not([disabled])');
    expect(await options.allInnerTexts()).toEqual(['All teams', 'Design', 'Engineering']);
    await page.getByLabel('Organization').selectOption({ label: 'Globex' });
    await page.getByLabel('Team').waitFor({ state: 'hidden' });
  });

  it('says beforehand that an admin has not enabled writing, and that a viewer’s role does not allow it', async () => {
    await reachConsent('ada');
    await page.getByLabel('Organization').selectOption({ label: 'Globex' });
    await page
      .getByText(/admin .*(not|n’t) .*(enabled|turned on)|not enabled writing/i)
      .first()
      .waitFor();
    await window.close();
    await open();
    await reachConsent('cleo');
    await page
      .getByText(/viewer/i)
      .first()
      .waitFor();
  });

  it('reveals billing only behind writing, and grants exactly what was switched on', async () => {
    await reachConsent('finn');
    await page.getByLabel('Organization').selectOption({ label: 'Initech' });
    expect(await page.getByLabel(BILLING).isVisible()).toBe(false);
    await page.getByLabel(WRITE).check();
    await page.getByLabel(BILLING).check();
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    const callback = await arrivedAtClient();
    expect(callback.searchParams.get('iss')).toBe(house.urls.auth);
    expect(await approvedInLastConnection()).toEqual(['mcp:read', 'mcp:write', 'mcp:write:billing']);
    expect(window.complaints).toEqual([]);
  });

  it('explains a refusal in full, and goes on read-only from there', async () => {
    await reachConsent('ada');
    await page.getByLabel('Organization').selectOption({ label: 'Globex' });
    await page.getByLabel(WRITE).check();
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.getByRole('button', { name: /Continue read-only/ }).waitFor();
    expect(await page.locator('main').innerText()).toMatch(/Globex[\s\S]*Dana/);
    await page.getByRole('button', { name: /Continue read-only/ }).click();
    await arrivedAtClient();
    expect(await approvedInLastConnection()).toEqual(['mcp:read']);
  });

  it('is walked by keyboard alone', async () => {
    const { url } = await authorizationUrl(house, credentials);
    await page.goto(url);
    await page.getByLabel('E-mail').focus();
    await page.keyboard.type('ada@example.test');
    await page.keyboard.press('Tab');
    await page.keyboard.type('countersign-demo');
    await page.keyboard.press('Enter');
    await page.getByLabel('Organization').focus();
    await page.keyboard.type('Acme');
    await page.getByLabel(WRITE).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Allow', exact: true }).focus();
    await page.keyboard.press('Enter');
    await arrivedAtClient();
    expect(await approvedInLastConnection()).toEqual(['mcp:read', 'mcp:write']);
  });

  it('cancels back to the client with a reason', async () => {
    await reachConsent('ada');
    await page.getByRole('button', { name: 'Cancel' }).click();
    const callback = await arrivedAtClient();
    expect(callback.searchParams.get('error')).toBe('access_denied');
  });
});

describe('without scripts', () => {
  it('the whole consent works the same', async () => {
    await open({ javaScriptEnabled: false });
    await reachConsent('ada');
    await page.getByLabel('Organization').selectOption({ label: 'Acme Studio' });
    await page.getByLabel('Team').selectOption({ label: 'Design' });
    await page.getByLabel(WRITE).check();
    expect(await page.getByLabel(BILLING).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await arrivedAtClient();
    const row = await withQueries(house.database.owner, (db) =>
      db.selectFrom('connection').select(['approved', 'teamId']).orderBy('id', 'desc').limit(1).executeTakeFirst(),
    );
    expect(row).toEqual({ approved: ['mcp:read', 'mcp:write'], teamId: fixedId('team', 'acme', 'Design') });
  });
});

describe('360 pixels wide', () => {
  it('sign-in, consent and refusal have no accessibility violation and no sideways scroll', async () => {
    await open({ viewport: { width: 360, height: 740 } });
    const { url } = await authorizationUrl(house, credentials);
    await page.goto(url);
    await expectAccessible(page, 'sign-in');
    await reachConsent('ada');
    await expectAccessible(page, 'consent');
    await page.getByLabel('Organization').selectOption({ label: 'Globex' });
    await page.getByLabel(WRITE).check();
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.getByRole('button', { name: /Continue read-only/ }).waitFor();
    await expectAccessible(page, 'refusal');
  });
});
