import { freePort } from '@countersign/testing/free-port';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './expect-accessible.ts';
import { settled } from './settled.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, signedIn } = useHouseAndBrowser();

function badge(page: Page, headline: string) {
  return page.getByRole('status').filter({ hasText: headline });
}

describe('the health badge', () => {
  it('folds in what the organization allows', async () => {
    const { page, close } = await signedIn('ada', '/connect/claude-code?organization=globex');
    await badge(page, 'Reachable, read-only by your admin').waitFor();
    await page.getByLabel('Organization').selectOption({ label: 'Initech' });
    await badge(page, 'Reachable, read, write and billing write').waitFor();
    expect(new URL(page.url()).search).toBe('?organization=initech');
    await close();
  });

  it.each([
    ['mcp', 'The connector cannot be reached'],
    ['auth', 'The sign-in service cannot be reached'],
  ] as const)('says that %s is stopped, and recovers by itself on the open page', async (app, problem) => {
    const { page, close } = await signedIn('ben', '/settings/connections');
    await badge(page, 'Reachable, read and write').waitFor();
    await house.apps[app].stop();
    await page.getByRole('button', { name: 'Check again' }).click();
    await badge(page, problem).waitFor();
    await page.getByText('What was checked').click();
    await page.getByText(`Asked at ${house.urls[app]}: nothing answers there.`).waitFor();
    await house.restart(app);
    await badge(page, 'Reachable, read and write').waitFor();
    await close();
  });
});

describe('the health badge, when the console itself is amiss,', () => {
  it.each([
    ['where nothing listens', async () => `http://localhost:${await freePort()}`, /The connector cannot be reached/],
    [
      'of another service',
      async () => house.urls.worker,
      /Something else answers as the connector|does not know its own address/,
    ],
  ] as const)('says that MCP_URL is an address %s, and recovers by itself', async (_where, address, problem) => {
    const { page, close } = await signedIn('ben', '/settings/connections');
    await badge(page, 'Reachable, read and write').waitFor();
    await house.apps.console.stop();
    await house.restart('console', { MCP_URL: await address() });
    await page.getByRole('status').filter({ hasText: problem }).waitFor();
    await page.getByText(/MCP_URL/).waitFor();
    // Beside the addresses of organizations too, which stand further below.
    const warning = page.getByRole('note').filter({ hasText: 'No assistant can connect here now' });
    expect(await warning.count()).toBe(1);
    await page.goto(`${house.urls.console}/connect/claude-code`);
    await warning.waitFor();
    await page.goto(`${house.urls.console}/settings/connections`);
    await house.apps.console.stop();
    await house.restart('console');
    await badge(page, 'Reachable, read and write').waitFor();
    expect(await warning.count()).toBe(0);
    await close();
  });

  it('says that it is the database, and recovers by itself', async () => {
    const { owner } = house.database;
    const name = (await owner.query<{ name: string }>('select current_database() as name')).rows[0]?.name;
    // The limit does not hold for the owner, who is a superuser.
    const limit = (connections: number) => owner.query(`alter database "${name}" connection limit ${connections}`);
    const { page, close } = await signedIn('ben', '/settings/connections');
    await badge(page, 'Reachable, read and write').waitFor();
    await limit(0);
    await owner.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await page.getByRole('button', { name: 'Check again' }).click();
    await badge(page, 'Cannot be checked').waitFor();
    await page
      .getByText('The console cannot reach its database. Whoever runs this service should see that it is started.')
      .first()
      .waitFor();
    await limit(-1);
    await badge(page, 'Reachable, read and write').waitFor();
    await page.getByText('This page may be out of date').waitFor({ state: 'detached' });
    await close();
  });
});

describe('a set-up page', () => {
  it('gives the snippet of this deployment, and says what cannot reach it', async () => {
    const { page, complaints, close } = await signedIn('ben', '/connect/claude-code');
    await page.getByText(`claude mcp add --transport http countersign ${house.urls.mcp}/mcp`).waitFor();
    await page.getByRole('link', { name: 'All assistants' }).click();
    await page.getByRole('link', { name: 'claude.ai' }).click();
    await page.getByText('claude.ai cannot reach this address').waitFor();
    expect(await page.getByRole('link', { name: 'Add to claude.ai' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the tools', () => {
  it('are found by words and kind, with the keyboard alone, at an address that can be passed on', async () => {
    const { page, close } = await signedIn('cleo', '/tools');
    await page.getByRole('searchbox', { name: 'Find a tool' }).focus();
    await page.keyboard.type('invoice draft');
    await page.getByRole('heading', { name: 'Create invoice draft' }).waitFor();
    expect(await page.getByRole('heading', { name: 'List projects' }).count()).toBe(0);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: 'Create invoice draft' }).waitFor({ state: 'hidden' });
    expect(new URL(page.url()).search).toBe('?q=invoice+draft&kind=reads');
    await close();
  });
});

describe('my sign-ins', () => {
  it('end in another browser at its next request, not in this one', async () => {
    const here = await signedIn('finn', '/settings/sign-ins', {
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0',
    });
    const there = await signedIn('finn', '/settings/connections');
    await here.page.reload();
    await here.page.getByRole('button', { name: 'End all others' }).click();
    await here.page.getByRole('dialog').getByRole('button', { name: 'End' }).click();
    await here.page.getByText('You are signed in nowhere else.').waitFor();
    await there.page.reload();
    await there.page.getByLabel('Password').waitFor();
    expect(await here.page.getByRole('heading', { name: 'Firefox on Linux' }).count()).toBe(1);
    await Promise.all([here.close(), there.close()]);
  });
});

const PATHS = ['/connect/claude-ai', '/connect/cursor?organization=acme', '/tools'];

it('these pages have no accessibility violation at 360 pixels, with their first details open', async () => {
  const { page, close } = await signedIn('ada', '/connect', { viewport: { width: 360, height: 740 } });
  for (const path of PATHS) {
    await page.goto(`${house.urls.console}${path}`);
    await settled(page);
    await page
      .locator('summary')
      .first()
      .click({ timeout: 500 })
      .catch(() => {});
    await expectAccessible(page, path);
  }
  await close();
});
