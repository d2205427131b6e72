import { authorizationUrl, pkce, redeem, refresh } from '@countersign/testing/oauth-client';
import { Person } from '@countersign/testing/person';
import { expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { expectAccessible } from './expect-accessible.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const PATH = '/orgs/acme/settings/mcp-write-access';

const { house, signedIn } = useHouseAndBrowser();
const COPYING = { permissions: ['clipboard-read', 'clipboard-write'] };
const GEMINI = 'https://vertexaisearch.cloud.google.com/oauth-redirect';

it('an admin lists assistants by keyboard, is asked before leaving them unsaved, is told how many stop, and they stop at once', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ben'), {
    organization: 'Acme Studio',
  });
  const { page, complaints, close } = await signedIn('ada', PATH);
  await page.getByRole('radio', { name: 'Every assistant' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('checkbox', { name: 'Claude and Claude Code' }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Another host').fill('https://Assistant.Example.com/path');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'assistant.example.com' }).waitFor();
  await page.getByText('1 connection now.').waitFor();
  await page.getByRole('link', { name: 'Tools', exact: true }).click();
  const leaving = page.getByRole('dialog', { name: 'Leave without saving?' });
  await leaving.getByText('in the list of assistants').waitFor();
  await leaving.getByRole('button', { name: 'Cancel' }).click();
  await leaving.waitFor({ state: 'hidden' });
  expect(await page.getByRole('checkbox', { name: 'assistant.example.com' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: /^Let / });
  await dialog.getByText('1 connection stops at once.').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(JSON.stringify(await client.call('list_teams'))).toContain('lets only the assistants on its list in');

  const member = await signedIn('ben', '/settings/connections');
  await member.page
    .getByText('Withheld by the list of assistants that an admin of Acme Studio keeps.')
    .first()
    .waitFor();

  await page.getByRole('radio', { name: 'Every assistant' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('1 connection works again at once.').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect((await client.call('list_teams')).isError).toBeFalsy();
  expect([...complaints, ...member.complaints]).toEqual([]);
  await Promise.all([close(), member.close(), client.close()]);
});

it('the list has no accessibility violation at 360 pixels', async () => {
  const options = { viewport: { width: 360, height: 740 } };
  const { page, close } = await signedIn('ada', PATH, options);
  await page.getByRole('radio', { name: 'Only those on this list' }).check();
  await page.getByLabel('Another host').fill('localhost');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText('Type a host such as').waitFor();
  await expectAccessible(page, PATH);
  await page.goto(`${house.urls.console}/settings/sign-ins`);
  await page.getByRole('heading', { name: 'How you sign in' }).waitFor();
  await expectAccessible(page, '/settings/sign-ins');
  await close();
});

it('an admin makes a client with a secret by keyboard, sees the secret once, a host connects with it, and it ends', async () => {
  const { page, complaints, close } = await signedIn('ada', PATH, COPYING);
  await page.getByText('No client has been made for Acme Studio.').waitFor();
  await page.getByRole('button', { name: 'New client' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New client' });
  await dialog.getByLabel('Sent back to').waitFor();
  expect(await dialog.getByLabel('Sent back to').inputValue()).toBe(GEMINI);
  await expectAccessible(page, 'the form of a new client');
  await dialog.getByLabel('Name').press('Enter');

  const made = page.getByRole('dialog', { name: 'The client “Gemini Enterprise” is made' });
  await made.getByText('This is the only time the secret is shown.').waitFor();
  await expectAccessible(page, 'the secret of a client');
  const [secret = '', clientId = ''] = await made.locator('code').allTextContents();
  await page.keyboard.press('Escape');
  await made.getByText('You have not copied the secret yet').waitFor();
  await made.getByRole('button', { name: 'Back to the secret' }).press('Enter');
  await made.getByRole('button', { name: 'Copy the client secret' }).press('Enter');
  await made.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
  await page.keyboard.press('Escape');
  await made.waitFor({ state: 'hidden' });
  await page.getByText(clientId).waitFor();
  expect(await page.content()).not.toContain(secret);

  const { verifier, challenge } = pkce();
  const request = { client_id: clientId, redirect_uri: GEMINI };
  const url = authorizationUrl(house.apps.auth, { ...request, code_challenge: challenge, state: 'x' });
  const callback = await new Person('ben').consent(url, { organization: 'Acme Studio' });
  const code = callback.searchParams.get('code') ?? '';
  const form = { ...request, code, code_verifier: verifier, client_secret: secret };
  const tokens = (await redeem(house.apps.auth, form)).body;
  expect(tokens.scope).toBe('mcp:read');

  await page.reload();
  await page.getByText('1 connection now.').first().waitFor();
  await page.getByRole('button', { name: 'End Gemini Enterprise' }).press('Enter');
  const ending = page.getByRole('dialog', { name: 'End the client Gemini Enterprise?' });
  await ending.getByText('1 connection through it stops at once').waitFor();
  await ending.getByRole('button', { name: 'End the client' }).press('Enter');
  await page.getByText('No client has been made for Acme Studio.').waitFor();
  const answer = await refresh(house.apps.auth, clientId, tokens.refresh_token, { client_secret: secret });
  expect(answer.body).toMatchObject({ error: 'invalid_client' });
  expect(complaints).toEqual([]);
  await close();
});
