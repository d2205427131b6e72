import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './expect-accessible.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, signedIn } = useHouseAndBrowser();

const ACCESS = '/orgs/acme/settings/api-access';

/** What the key in the dialog does at the resource server. */
async function listWith(key: string): Promise<{ status: number; names: string[] }> {
  const answer = await fetch(`${house.urls.mcp}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  });
  const { result } = (await answer.json()) as { result?: { tools: { name: string }[] } };
  return { status: answer.status, names: result?.tools.map(({ name }) => name) ?? [] };
}

async function shownKey(page: Page): Promise<string> {
  const text = await page.getByRole('dialog').locator('code').first().textContent();
  return text ?? '';
}

describe('API access', () => {
  it('lets an admin make a key by keyboard, copy it, use it and revoke it', async () => {
    const { page, complaints, close } = await signedIn('ada', ACCESS, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByText('The organization has no API key.').waitFor();
    await page.getByRole('button', { name: 'New API key' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').pressSequentially('Nightly report');
    await dialog.getByRole('button', { name: 'Read only' }).press('Enter');
    await dialog.getByRole('radio', { name: 'Tasks: Read' }).press('ArrowRight');
    expect(await dialog.getByRole('radio', { name: 'Tasks: Write' }).isChecked()).toBe(true);
    expect(await dialog.getByRole('radio', { name: 'Billing: None' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Name').press('Enter');

    await dialog.getByText('This is the only time the key is shown.').waitFor();
    const key = await shownKey(page);
    expect(key).toMatch(/^csk_org_/);
    await dialog.getByText(`--header "Authorization: Bearer ${key}"`, { exact: false }).waitFor();

    await page.keyboard.press('Escape');
    await dialog.getByText('You have not copied the key yet').waitFor();
    await dialog.getByRole('button', { name: 'Back to the key' }).press('Enter');
    await dialog.getByRole('button', { name: 'Copy the API key' }).press('Enter');
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(key);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });

    const { status, names } = await listWith(key);
    expect(status).toBe(200);
    expect(names).toEqual(expect.arrayContaining(['list_invoices', 'create_task']));
    expect(names).not.toContain('create_project');

    const card = page.getByRole('listitem').filter({ hasText: 'Nightly report' });
    await card.getByText('Read everything').waitFor();
    await card.getByText('Write tasks').waitFor();
    expect(await page.content()).not.toContain(key);
    await card.getByRole('button', { name: /^Activity/ }).press('Enter');
    await dialog.getByText('API key made').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await card.getByRole('button', { name: /^Revoke/ }).press('Enter');
    await dialog.getByText('its very next request is refused').waitFor();
    await dialog.getByRole('button', { name: 'Revoke' }).press('Enter');
    await card
      .getByText(/by Ada/)
      .last()
      .waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect((await listWith(key)).status).toBe(401);
    expect(complaints).toEqual([]);
    await close();
  });

  it('asks somebody who signed in a while ago to show that it is them, and then makes the key', async () => {
    const { page, complaints, close } = await signedIn('ada', ACCESS);
    await house.database.owner.query(`update login_session set proved_at = now() - interval '16 minutes'`);
    await page.getByRole('button', { name: 'New API key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('After a while');
    await dialog.getByRole('button', { name: 'Read only' }).click();
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await page.getByRole('heading', { name: 'Show that it is you' }).waitFor();
    await expectAccessible(page, 'the sign-in again');
    expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@example.test');
    await page.getByLabel('Password').fill('countersign-demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await dialog.getByText('The key “After a while” is made').waitFor();
    expect(page.url()).toBe(`${house.urls.console}${ACCESS}`);
    expect((await listWith(await shownKey(page))).status).toBe(200);
    await page.reload();
    await page.getByRole('listitem').filter({ hasText: 'After a while' }).waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: 'After a while' }).count()).toBe(1);
    expect(complaints).toEqual([]);
    await close();
  });

  it('leaves what somebody began to nobody else who signs in', async () => {
    const { page, close } = await signedIn('ben', '/settings/api-keys');
    await house.database.owner.query(`update login_session set proved_at = now() - interval '16 minutes'`);
    await page.getByRole('button', { name: 'New API key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Begun by Ben');
    await dialog.getByRole('button', { name: 'Read only' }).click();
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await page.getByRole('heading', { name: 'Show that it is you' }).waitFor();
    await page.getByLabel('E-mail').fill('ada@example.test');
    await page.getByLabel('Password').fill('countersign-demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'New API key' }).waitFor();
    expect(await dialog.count()).toBe(0);
    expect((await house.database.owner.query(`select from api_key where name = 'Begun by Ben'`)).rowCount).toBe(0);
    await close();
  });

  it('says who can help a member who is no admin', async () => {
    const { page, close } = await signedIn('ben', ACCESS);
    await page.getByText('Only an admin makes and sees the API keys of Acme Studio.').waitFor();
    await page.getByText('ada@example.test').waitFor();
    expect(await page.getByRole('button', { name: 'New API key' }).count()).toBe(0);
    await close();
  });
});

describe('my API keys', () => {
  it('offer no more than the role can, and refuse to be made of nothing', async () => {
    const { page, complaints, close } = await signedIn('ben', '/settings/api-keys');
    await page.getByRole('button', { name: 'New API key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Mine');
    expect(await dialog.getByRole('radio', { name: 'Tasks: Write' }).isDisabled()).toBe(false);
    expect(await dialog.getByRole('radio', { name: 'Billing: Write' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await dialog.getByText('Choose what the key may do.').waitFor();
    await dialog.getByRole('radio', { name: 'Billing: Read' }).check({ force: true });
    await dialog.getByLabel('Only from these addresses').fill('nowhere');
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await dialog.getByText('An address is written as').waitFor();
    await dialog.getByLabel('Only from these addresses').fill('127.0.0.0/8 ::1');
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await dialog.getByText('This is the only time the key is shown.').waitFor();
    const key = await shownKey(page);
    expect(key).toMatch(/^csk_per_/);
    expect((await listWith(key)).status).toBe(200);
    await dialog.getByLabel('I have put the key in a safe place').check({ force: true });
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Mine' }).getByText('Acme Studio').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('select the key where the browser forbids copying, and warn before Done or Back loses it', async () => {
    const { page, close } = await signedIn('ben', '/settings/connections');
    await page.getByRole('link', { name: 'My API keys' }).click();
    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("forbidden"))');
    await page.getByRole('button', { name: 'New API key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Not kept');
    await dialog.getByRole('button', { name: 'Read only' }).click();
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await dialog.getByRole('button', { name: 'Copy the API key' }).click();
    await dialog.getByText('The text is selected').waitFor();
    expect(await page.evaluate('String(getSelection())')).toBe(await shownKey(page));
    await page.evaluate('history.back()');
    await dialog.getByText('You have not copied the key yet').waitFor();
    await dialog.getByRole('button', { name: 'Back to the key' }).click();
    expect(page.url()).toBe(`${house.urls.console}/settings/api-keys`);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.getByRole('button', { name: 'Leave without it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await close();
  });
});

describe('the pages about API keys', () => {
  it.each([360, 1280])('are accessible and fit at %i pixels', async (width) => {
    const { page, complaints, close } = await signedIn('ada', ACCESS, { viewport: { width, height: 800 } });
    await page.getByText('Ended in the last 90 days').first().waitFor();
    await expectAccessible(page, ACCESS);
    await page.getByRole('button', { name: 'New API key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Read and write' }).click();
    await dialog.getByLabel('Name').fill(`At ${width}`);
    await expectAccessible(page, 'the form of a new key');
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await dialog.getByText('This is the only time the key is shown.').waitFor();
    expect(await page.evaluate('[document.activeElement.role, document.activeElement.scrollTop]')).toEqual([
      'dialog',
      0,
    ]);
    await expectAccessible(page, 'a key that is shown');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.getByText('You have not copied the key yet').waitFor();
    await expectAccessible(page, 'the warning');
    await dialog.getByRole('button', { name: 'Leave without it' }).click();
    await page.goto(`${house.urls.console}/settings/api-keys`);
    await page.getByRole('heading', { name: 'My API keys' }).waitFor();
    await expectAccessible(page, '/settings/api-keys');
    expect(complaints).toEqual([]);
    await close();
  });
});
