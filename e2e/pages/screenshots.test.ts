import { mkdir } from 'node:fs/promises';
import { Person } from '@countersign/testing/person';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type ClientCallback, launchChromium, openClientCallback, openWindow, signInAt } from '../chromium.ts';
import { type House, openHouse } from '../house.ts';
import { Credentials, connect } from '../mcp-client.ts';
import { authorizationUrl } from '../oauth.ts';

const FOLDER = process.env['SCREENSHOTS'] ?? '';

/** Not a test but the way the documentation's pictures are made: `npm run screenshots`. */
describe.runIf(FOLDER)('the pictures of the documentation', () => {
  let house: House;
  let browser: Browser;
  let client: ClientCallback;
  beforeAll(async () => {
    await mkdir(FOLDER, { recursive: true });
    [house, browser, client] = await Promise.all([openHouse(), launchChromium(), openClientCallback()]);
  });
  afterAll(async () => {
    await browser.close();
    client.close();
    await house.close();
  });

  it('consent and refusal', async () => {
    const { page, close } = await openWindow(browser, {
      viewport: { width: 760, height: 900 },
      deviceScaleFactor: 1.5,
    });
    const claude = new Credentials('https://claude.ai/api/mcp/auth_callback');
    const { url } = await authorizationUrl(house, claude, {
      clientId: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
    });
    await signInAt(page, url, 'ada');
    await page.getByLabel('Organization').selectOption({ label: 'Acme Studio' });
    await page.getByLabel('Allow this client to modify data').check();
    await page.screenshot({ path: `${FOLDER}/consent.png`, fullPage: true });
    await page.getByLabel('Organization').selectOption({ label: 'Globex' });
    await page.getByLabel('Allow this client to modify data').check();
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.getByRole('button', { name: /Continue read-only/ }).waitFor();
    await page.screenshot({ path: `${FOLDER}/refusal.png`, fullPage: true });
    await close();
  });

  it('connections and switches', async () => {
    const ada = new Person('ada');
    const url = `${house.urls.mcp}/mcp`;
    await connect('SDK v2, 2025-11-25', url, ada, { organization: 'Acme Studio', write: true });
    await connect('SDK v2, 2025-11-25', url, ada, { organization: 'Initech', write: true, billing: true });
    await connect('SDK v2, 2025-11-25', url, ada, { organization: 'Globex' });
    const { page, close } = await openWindow(browser, { viewport: { width: 1200, height: 900 } });
    await signInAt(page, `${house.urls.console}/settings/connections`, 'ada');
    await page.getByText('Journey client').first().waitFor();
    await page.screenshot({ path: `${FOLDER}/connections.png`, fullPage: true });
    await page.goto(`${house.urls.console}/orgs/acme/settings/mcp-write-access`);
    await page.getByRole('switch').first().waitFor();
    await page.screenshot({ path: `${FOLDER}/write-access.png`, fullPage: true });
    await close();
  });
});
