import { Person } from '@countersign/testing/person';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium, openConsole } from '../chromium.ts';
import { type House, openHouse } from '../house.ts';
import { connect } from '../mcp-client.ts';

const TABS_MAX = 80;

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), launchChromium()]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** A narrow window; from here on the pointer is never used. */
function narrow(person: string, path: string) {
  return openConsole(browser, house.urls.console, person, path, { viewport: { width: 360, height: 740 } });
}

/** Goes on from where the focus is until it is at its target, and never out of sight. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' });
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
    // A focus that nobody can see is none (WCAG 2.2, 2.4.7).
    const box = await page.locator(':focus').boundingBox();
    expect(box ? box.x + box.width : 0, 'the right edge of what has the focus').toBeGreaterThan(0);
  }
  throw new Error(`${String(target)} was not reached with ${TABS_MAX} tabs`);
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Native choice: the first letters of an option choose it. */
async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

it('invites a member', async () => {
  const { page, complaints, close } = await narrow('ada', '/orgs/acme/settings/members');
  await type(page, page.getByLabel('E-mail'), 'lou@example.test');
  await type(page, page.getByLabel('Role', { exact: true }), 'Finance');
  await press(page, page.getByRole('checkbox', { name: 'Design' }), 'Space');
  await press(page, page.getByRole('button', { name: 'Invite to Acme Studio' }));
  const invitation = page.getByRole('listitem').filter({ hasText: 'lou@example.test' });
  await invitation.getByText('Finance, in Design.').waitFor();
  await press(page, invitation.getByRole('button', { name: /^Take back/ }));
  const dialog = page.getByRole('dialog');
  await press(page, dialog.getByRole('button', { name: 'Take back' }));
  await invitation.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await close();
});

it('makes an API key and revokes it', async () => {
  const { page, complaints, close } = await narrow('ada', '/orgs/acme/settings/api-access');
  await press(page, page.getByRole('button', { name: 'New API key' }));
  const dialog = page.getByRole('dialog');
  await type(page, dialog.getByLabel('Name'), 'By keyboard');
  await press(page, dialog.getByRole('button', { name: 'Read only' }));
  await type(page, dialog.getByLabel('Expires after'), '30');
  await press(page, dialog.getByRole('button', { name: 'Make the key' }));
  await press(page, dialog.getByRole('checkbox', { name: 'I have put the key in a safe place' }), 'Space');
  await press(page, dialog.getByRole('button', { name: 'Done' }));
  await dialog.waitFor({ state: 'hidden' });
  const card = page.getByRole('listitem').filter({ hasText: 'By keyboard' });
  await press(page, card.getByRole('button', { name: /^Revoke/ }));
  await press(page, dialog.getByRole('button', { name: 'Revoke' }));
  await card
    .getByText(/by Ada/)
    .last()
    .waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('edits a connection: its name, its team and what it may change', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ben'), {
    organization: 'Acme Studio',
    write: true,
  });
  const { page, complaints, close } = await narrow('ben', '/settings/connections');
  await press(page, page.getByRole('button', { name: /^Edit/ }));
  const dialog = page.getByRole('dialog');
  await type(page, dialog.getByLabel('Name'), 'Laptop');
  await type(page, dialog.getByLabel('Team'), 'Design');
  await press(page, dialog.getByRole('switch', { name: 'Allow this client to modify data' }), 'Space');
  await press(page, dialog.getByRole('button', { name: 'Save' }));
  await dialog.waitFor({ state: 'hidden' });
  const card = page.getByRole('listitem').filter({ hasText: 'Laptop' });
  await card.getByText('Acme Studio, team Design').waitFor();
  expect(await card.getByText('Write', { exact: true }).count()).toBe(0);
  // The focus is where it was, not lost at the top of the page.
  expect(await page.evaluate('document.activeElement?.textContent')).toMatch(/^Edit/);
  expect(complaints).toEqual([]);
  await Promise.all([close(), client.close()]);
});

it('says who a newcomer’s organization is in business', async () => {
  await house.database.owner.query(
    "delete from company_profile where organization_id = (select id from organization where slug = 'globex')",
  );
  const { page, complaints, close } = await narrow('dana', '/orgs/globex/settings/company');
  await type(page, page.getByLabel('Street'), 'Kauppakatu 1');
  await type(page, page.getByLabel('IBAN'), 'FI21 1234 5600 0007 86');
  await press(page, page.getByRole('button', { name: 'Save' }));
  await page.getByText('This is no IBAN').waitFor();
  // The focus is in the field that does not fit, and what was typed is still there.
  expect(await page.getByLabel('Street').inputValue()).toBe('Kauppakatu 1');
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('5');
  await press(page, page.getByRole('button', { name: 'Save' }));
  await page.getByText('Saved.').waitFor();
  await page.reload();
  await page.getByLabel('IBAN').waitFor();
  expect(await page.getByLabel('IBAN').inputValue()).toBe('FI2112345600000785');
  expect(complaints).toEqual([]);
  await close();
});
