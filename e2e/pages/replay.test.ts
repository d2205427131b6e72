import { Person } from '@countersign/testing/person';
import { expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { renew } from '../oauth.ts';
import { expectAccessible } from './expect-accessible.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, signedIn } = useHouseAndBrowser();

const THIEF = 'curl/8.14.1 (thief)';

/** A used refresh token comes back, from somebody who has copied it. */
async function replay(clientId: string, refreshToken: string) {
  const answer = await fetch(`${house.urls.auth}/oauth/token`, {
    method: 'POST',
    headers: { 'user-agent': THIEF },
    body: new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken }),
  });
  return { status: answer.status, body: await answer.json() };
}

/** The letters about it that lie in the folder; without the soft line breaks of RFC 2045 §6.7. */
async function notices(): Promise<string[]> {
  const letters = (await house.letters()).map((letter) => letter.replaceAll('=\r\n', ''));
  return letters.filter((letter) => letter.includes('came back after it had been used up'));
}

it('shows the owner a replayed refresh token as critical, with address and program, and tells them by mail', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ben'), {
    organization: 'Acme Studio',
    write: true,
  });
  const { page, complaints, close } = await signedIn('ben', '/settings/connections');
  await page.getByRole('button', { name: /^Activity of Journey client/ }).click();
  const panel = page.getByRole('dialog');
  await panel.getByText('First access token issued').waitFor();

  const stolen = client.credentials.held();
  await renew(house.apps.auth, client.credentials);
  await renew(house.apps.auth, client.credentials);
  expect(await replay(stolen.clientId, stolen.refreshToken)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
  });

  // The open panel shows it without a reload.
  const row = panel.getByRole('listitem').filter({ hasText: 'A used refresh token came back' });
  await row.waitFor();
  const facts = (await row.textContent()) ?? '';
  expect(facts).toContain('Critical');
  expect(facts).toMatch(/127\.0\.0\.1|::1/);
  expect(facts).toContain(THIEF);
  await panel.getByRole('combobox', { name: 'Severity' }).selectOption({ label: 'Critical only' });
  await row.waitFor();
  await panel.getByText('First access token issued').waitFor({ state: 'detached' });
  await expectAccessible(page, 'the activity of a replayed connection');
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  await page.getByText('Stopped: a used refresh token came back').first().waitFor();

  await expect.poll(notices, { timeout: 10_000 }).toHaveLength(1);
  const [notice = ''] = await notices();
  expect(notice).toContain('To: ben@example.test');
  expect(notice).toContain(THIEF);
  expect(notice).not.toContain(stolen.refreshToken);
  await expect(client.call('whoami')).rejects.toThrow();
  expect(complaints).toEqual([]);
  await close();
});
