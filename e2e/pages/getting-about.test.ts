import { Person } from '@countersign/testing/person';
import { expect, it } from 'vitest';
import { openWindow, signInAt } from '../chromium.ts';
import { connect } from '../mcp-client.ts';
import { pagesOf } from './console-pages.ts';
import { settled } from './settled.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, browser, signedIn } = useHouseAndBrowser();

const LOW = { viewport: { width: 1280, height: 500 } };

/** As long as names may be, without a place to break them. */
const LONG_NAME = 'Donaudampfschifffahrts'.repeat(5).slice(0, 100);

/** Scrolls the filter of the activity under the header of its panel, and looks whether it is seen there. */
const WHAT_SHOWS_THROUGH_THE_HEADER = `(() => {
  const panel = document.querySelector('[role=dialog]');
  const kind = panel.querySelector('[role=radiogroup]');
  panel.scrollTop += kind.getBoundingClientRect().top - 40;
  const { left, top, width, height } = kind.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return { under: top < 100, shown: kind.contains(seen) };
})()`;

it('no page has anything to scroll sideways for, from a telephone to a wide screen and however long a name is', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
  });
  const { owner } = house.database;
  await owner.query("update organization set name = $1 where slug = 'acme'", [LONG_NAME]);
  await owner.query("update team set name = $1 where name = 'Design'", [LONG_NAME]);
  await owner.query('update "user" set name = $1 where email = \'ben@example.test\'', [LONG_NAME]);
  await owner.query('update connection set client_name = $1, redirect_host = $2', [LONG_NAME, `${LONG_NAME}.example`]);
  const { page, close } = await signedIn('ada', '/settings/connections');
  for (const path of pagesOf('acme')) {
    await page.goto(`${house.urls.console}${path}`);
    await settled(page);
    for (const width of [320, 768, 1024, 1280, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      await expect.poll(() => page.evaluate(overflow), { message: `${path} at ${width}` }).toBeLessThanOrEqual(0);
    }
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${house.urls.console}/settings/connections`);
  await page.getByRole('button', { name: `Activity of ${LONG_NAME} in ${LONG_NAME}` }).click();
  const cross = await page.getByRole('button', { name: 'Close the activity' }).boundingBox();
  expect(cross && cross.x + cross.width).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 360, height: 300 });
  await page.getByRole('radiogroup', { name: 'Kind' }).waitFor();
  expect(await page.evaluate(WHAT_SHOWS_THROUGH_THE_HEADER)).toEqual({ under: true, shown: false });
  await Promise.all([close(), client.close()]);
});

it('the last link of a long navigation is in reach in a low window', async () => {
  const { page, close } = await signedIn('ada', '/settings/connections', LOW);
  await page.getByRole('navigation').getByRole('link', { name: 'Members and teams' }).last().click();
  await page.waitForURL('**/orgs/initech/settings/members');
  await close();
});

it('the address of a tool leads to the tool', async () => {
  const { page, close } = await signedIn('ben', '/connect', LOW);
  await page.goto(`${house.urls.console}/tools#create_project`);
  await page.locator('#create_project:target').waitFor();
  await expect.poll(() => page.evaluate('scrollY')).toBeGreaterThan(0);
  await close();
});

it('the address of a tool leads somebody who signs in on the way to the tool', async () => {
  const { page, close } = await openWindow(browser, LOW);
  await signInAt(page, `${house.urls.console}/tools#create_project`, 'ben');
  await page.waitForURL(`${house.urls.console}/tools#create_project`);
  await page.locator('#create_project:target').waitFor();
  await close();
});

it('a page that cannot be fetched says why in its place, leaves the way to the others, and comes by itself with the network', async () => {
  const { page, close } = await signedIn('ben', '/settings/sign-ins');
  await page.route('**/assets/tools-page-*', (route) => route.abort());
  await page.getByRole('link', { name: 'Tools', exact: true }).click();
  await page.getByRole('alert').getByText('This page could not be shown').waitFor();
  await page.getByRole('link', { name: 'My sign-ins' }).click();
  await page.getByRole('heading', { level: 1, name: 'My sign-ins' }).waitFor();
  await page.goBack();
  await page.unroute('**/assets/tools-page-*');
  await page.getByText('A new version may have been installed.').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tools' }).waitFor();
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'My API keys' }).click();
  await page.getByText('The console cannot be reached.').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('heading', { level: 1, name: 'My API keys' }).waitFor();
  await close();
});

it('without a network a page says that it may be out of date, a change fails at once, and both are well again by themselves', async () => {
  const { page, close } = await signedIn('ada', '/orgs/acme/settings/members');
  const again = page.getByRole('button', { name: 'Send again to eve@example.test' });
  await again.waitFor();
  await page.context().setOffline(true);
  await again.click();
  await page.getByRole('alert').filter({ hasText: 'Nothing was changed' }).waitFor();
  const stale = page.getByRole('alert').filter({ hasText: 'This page may be out of date' });
  await stale.waitFor();
  await page.context().setOffline(false);
  await stale.waitFor({ state: 'detached' });
  await again.click();
  await page.getByText('The invitation of eve@example.test is sent again.').waitFor({ state: 'attached' });
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await close();
});

it('a page that a link leads to begins at its top with the keyboard in it, and Back finds the place that was left', async () => {
  const { page, close } = await signedIn('ada', '/tools', LOW);
  await page.locator('#create_project').scrollIntoViewIfNeeded();
  const left = Number(await page.evaluate('scrollY'));
  expect(left).toBeGreaterThan(500);
  await page.getByRole('link', { name: 'Members and teams' }).first().click();
  await page.getByLabel('New team').waitFor();
  expect(await page.evaluate('[scrollY, document.activeElement.id]')).toEqual([0, 'content']);
  await page.goBack();
  await expect.poll(() => page.evaluate('scrollY')).toBe(left);
  await close();
});

it('no field is focused under the header on the way back up', async () => {
  const { page, close } = await signedIn('ada', '/orgs/acme/settings/company', LOW);
  await page.getByLabel('Bookkeeper’s e-mail').focus();
  for (let field = 0; field < 12; field += 1) {
    await page.keyboard.press('Shift+Tab');
    expect((await page.locator(':focus').boundingBox())?.y).toBeGreaterThan(60);
  }
  await close();
});

it('an admin whose assistants can only read is led from the first steps to where writing is turned on', async () => {
  const { page, close } = await signedIn('dana', '/settings/connections');
  await page.getByText('In Globex assistants can only read until you turn on').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'MCP write access' }).click();
  await page.getByRole('switch', { name: 'Allow MCP write access' }).waitFor({ state: 'attached' });
  await close();
});

it('unsaved company details are asked about before a link or Back leaves them, and nothing is lost by staying', async () => {
  const { page, close } = await signedIn('ada', '/settings/sign-ins');
  const company = '**/orgs/acme/settings/company';
  await page.getByRole('link', { name: 'Company details' }).first().click();
  await page.getByLabel('City').fill('Turku');
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await page.getByRole('link', { name: 'Tools', exact: true }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.waitForURL(company);
  expect(await page.getByLabel('City').inputValue()).toBe('Turku');
  await page.evaluate('history.back()');
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await page.waitForURL('**/settings/sign-ins');
  await close();
});
