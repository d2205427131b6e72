import { Person } from '@countersign/testing/person';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { renew } from '../oauth.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, signedIn } = useHouseAndBrowser();

async function turnWrite(page: Page) {
  await page.getByRole('button', { name: /^Edit/ }).click();
  await page.getByRole('switch', { name: 'Allow this client to modify data' }).press('Space');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

it('shows what the client does while it does it, and an edit acts on the client as it says', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ben'), {
    organization: 'Acme Studio',
    write: true,
  });
  const { page, complaints, close } = await signedIn('ben', '/settings/connections');
  await page.getByRole('button', { name: /^Activity of/ }).click();
  const panel = page.getByRole('dialog');
  await panel.getByText('You gave consent').waitFor();
  await panel.getByText('First access token issued').waitFor();
  await client.call('create_project', { name: 'Seen' });
  await panel.getByText('create_project').first().waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });

  await turnWrite(page);
  await expect(client.call('create_project', { name: 'Lowered' })).rejects.toThrow('insufficient_scope');
  const narrowed = await renew(house.apps.auth, client.credentials);
  expect(narrowed.body.scope).toBe('mcp:read');
  await turnWrite(page);
  const widened = await renew(house.apps.auth, client.credentials);
  expect(widened.body.scope).toBe('mcp:read mcp:write');

  await page.getByRole('button', { name: /^Activity of/ }).click();
  await panel.getByText('You took away writing').waitFor();
  await panel.getByText('You allowed writing').waitFor();
  await panel.getByText('Refused').first().waitFor();
  expect(complaints).toEqual([]);
  await Promise.all([close(), client.close()]);
});
