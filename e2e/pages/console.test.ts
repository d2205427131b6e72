import { Person } from '@countersign/testing/person';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, openWindow } from '../chromium.ts';
import { type House, openHouse } from '../house.ts';
import { connect } from '../mcp-client.ts';
import { expectAccessible } from './expect-accessible.ts';

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), launchChromium()]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** A window of the console, signed in through the authorization server. */
async function signedIn(person: string, path: string, options: Parameters<typeof openWindow>[1] = {}) {
  const window = await openWindow(browser, options);
  await window.page.goto(`${house.urls.console}${path}`);
  await window.page.getByLabel('E-mail').fill(`${person}@example.test`);
  await window.page.getByLabel('Password').fill('countersign-demo');
  await window.page.getByRole('button', { name: 'Sign in' }).click();
  await window.page.waitForURL(`${house.urls.console}${path}`);
  return window;
}

describe('the console', () => {
  it('shows ada her connector URL and connections, and revoking one ends it at once', async () => {
    const client = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), {
      organization: 'Acme Studio',
      write: true,
    });
    const { page, complaints, close } = await signedIn('ada', '/settings/connections');
    await page.getByText(`${house.urls.mcp}/mcp`, { exact: true }).first().waitFor();
    await page.getByText('Journey client').first().waitFor();
    await page
      .getByRole('button', { name: /Revoke/ })
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Revoke/ })
      .click();
    await page
      .getByText(/Revoked/)
      .first()
      .waitFor();
    await expect(client.call('whoami')).rejects.toThrow();
    expect(complaints).toEqual([]);
    await close();
  });

  it('lets an admin turn writing off, and the member’s next write fails', async () => {
    const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ben'), {
      organization: 'Acme Studio',
      write: true,
    });
    expect((await client.call('create_project', { name: 'Before' })).isError).toBeFalsy();
    const { page, close } = await signedIn('ada', '/orgs/acme/settings/mcp-write-access');
    const write = page.getByRole('switch', { name: 'Allow MCP write access' });
    await write.waitFor();
    expect(await write.isChecked()).toBe(true);
    await write.click({ force: true });
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Turn .*off|Stop/i })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const refused = await client.call('create_project', { name: 'After' });
    expect(JSON.stringify(refused)).toContain('write_disabled');
    await Promise.all([close(), client.close()]);
  });

  it('tells a member who the admins are instead of showing switches', async () => {
    const { page, close } = await signedIn('ben', '/orgs/acme/settings/mcp-write-access');
    await page.getByText('Ada').first().waitFor();
    expect(await page.getByRole('switch').count()).toBe(0);
    await close();
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility violation in %s colours at 360 pixels',
    async (colorScheme) => {
      const { page, close } = await signedIn('ada', '/settings/connections', {
        colorScheme,
        viewport: { width: 360, height: 740 },
      });
      for (const path of ['/settings/connections', '/orgs/acme/settings/mcp-write-access']) {
        await page.goto(`${house.urls.console}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        await expectAccessible(page, path);
      }
      await close();
    },
  );
});
