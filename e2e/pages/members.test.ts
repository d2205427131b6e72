import { Person } from '@countersign/testing/person';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../chromium.ts';
import { connect } from '../mcp-client.ts';
import { expectAccessible } from './expect-accessible.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const MEMBERS = '/orgs/acme/settings/members';

const { house, browser, signedIn } = useHouseAndBrowser();

/** The link of the newest invitation that lies in the mailbox of this address. */
async function invitationLinkTo(email: string): Promise<string> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    const letter = (await house.letters()).findLast((one) => one.includes(`To: ${email}`));
    // Quoted-printable (RFC 2045 §6.7) breaks long lines and writes equals signs as =3D.
    const text = letter?.replaceAll('=\r\n', '').replaceAll('=3D', '=');
    const link = text && /http:\/\/\S+\/invitation\?token=\S+/.exec(text)?.[0];
    if (link) return link;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error(`No invitation reached ${email}`);
}

describe('an invitation', () => {
  it('goes by mail from an admin’s form to a newcomer, who signs up and is a member, all by keyboard', async () => {
    const admin = await signedIn('ada', MEMBERS);
    const email = admin.page.getByLabel('E-mail');
    await email.focus();
    await admin.page.keyboard.type('kim@example.test');
    await admin.page.keyboard.press('Tab');
    await admin.page.getByLabel('Role', { exact: true }).selectOption('finance');
    await admin.page.getByRole('button', { name: 'Invite to Acme Studio' }).focus();
    await admin.page.keyboard.press('Enter');
    await admin.page.getByText('kim@example.test', { exact: true }).waitFor();

    const newcomer = await openWindow(browser);
    const link = await invitationLinkTo('kim@example.test');
    await newcomer.page.goto(link);
    expect(newcomer.page.url()).toBe(`${house.urls.auth}/invitation`);
    await newcomer.page.getByText('Join Acme Studio?').waitFor();
    await newcomer.page.getByRole('link', { name: 'Sign up to accept' }).focus();
    await newcomer.page.keyboard.press('Enter');
    await newcomer.page.getByLabel('Your name').fill('Kim');
    await newcomer.page.getByLabel('Password').fill('correct horse');
    await newcomer.page.keyboard.press('Enter');
    await newcomer.page.getByRole('button', { name: 'Accept' }).focus();
    await newcomer.page.keyboard.press('Enter');
    await newcomer.page.getByText('You are a member of Acme Studio').waitFor();
    await newcomer.page.getByRole('link', { name: 'Open the console' }).click();
    await newcomer.page.getByText('Acme Studio').first().waitFor();

    // The admin’s page shows it without a reload.
    await admin.page.getByLabel('Role of Kim').waitFor();
    expect(await admin.page.getByLabel('Role of Kim').inputValue()).toBe('finance');
    expect([...admin.complaints, ...newcomer.complaints]).toEqual([]);
    const token = new URL(link).searchParams.get('token') ?? '';
    for (const app of Object.values(house.apps)) expect(app.output()).not.toContain(token);
    await Promise.all([admin.close(), newcomer.close()]);
  });
});

describe('a member who is removed', () => {
  it('loses every connection at once, and their page says why', async () => {
    const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ben'), {
      organization: 'Acme Studio',
    });
    expect((await client.call('list_teams')).isError).toBeFalsy();
    const member = await signedIn('ben', '/settings/connections');
    const admin = await signedIn('ada', MEMBERS);
    await admin.page.getByRole('button', { name: 'Remove Ben' }).click();
    const dialog = admin.page.getByRole('dialog');
    await dialog.getByText('1 connection ends at once').waitFor();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await admin.page.getByLabel('Role of Ben').count()).toBe(0);
    await expect(client.call('list_teams')).rejects.toThrow();
    await member.page.getByText('Ended with your membership').first().waitFor();
    await Promise.all([member.close(), admin.close()]);
  });
});

describe('an admin', () => {
  it('sees what a member’s assistant changed, and nothing that it read', async () => {
    const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('finn'), {
      organization: 'Acme Studio',
      write: true,
    });
    expect((await client.call('list_teams')).isError).toBeFalsy();
    expect((await client.call('create_project', { name: 'Seen' })).isError).toBeFalsy();
    const { page, complaints, close } = await signedIn('ada', '/orgs/acme/settings/connections?owner=finn');
    const button = page.getByRole('button', { name: /^Writes of .* of Finn$/ });
    await button.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog');
    await panel.getByText('create_project').waitFor();
    expect(await panel.getByText('list_teams').count()).toBe(0);
    await expectAccessible(page, 'writes');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement?.textContent')).toMatch(/^Writes of .* of Finn$/);
    expect(complaints).toEqual([]);
    await Promise.all([close(), client.close()]);
  });

  it('reads on this machine the mail that leaves nowhere, as whoever is signed in', async () => {
    const { page, complaints, close } = await signedIn('finn', '/dev/mail', { viewport: { width: 360, height: 740 } });
    await page
      .getByText(/is connected to “Acme Studio”/)
      .first()
      .waitFor();
    await expectAccessible(page, 'mail');
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the page of members', () => {
  const ready = (page: Page) => page.getByText('Invite somebody').waitFor();

  it.each([1280, 360])('is accessible and fits at %i pixels', async (width) => {
    const { page, complaints, close } = await signedIn('ada', MEMBERS, { viewport: { width, height: 900 } });
    await ready(page);
    await expectAccessible(page, 'members');
    await page.getByRole('button', { name: 'Delete Design' }).click();
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page, 'deleting a team');
    expect(complaints).toEqual([]);
    await close();
  });

  it('has an invitation page that is so as well', async () => {
    const { page, complaints, close } = await openWindow(browser, { viewport: { width: 360, height: 740 } });
    const admin = await signedIn('ada', MEMBERS);
    const email = 'lee@example.test';
    await admin.page.getByLabel('E-mail').fill(email);
    await admin.page.getByRole('checkbox', { name: 'Design' }).check();
    await admin.page.getByRole('button', { name: 'Invite to Acme Studio' }).click();
    await admin.page.getByText(email, { exact: true }).waitFor();
    await page.goto(await invitationLinkTo(email));
    await expectAccessible(page, 'invitation');
    await page.getByRole('link', { name: 'Sign up to accept' }).click();
    await expectAccessible(page, 'invited sign-up');
    expect(complaints).toEqual([]);
    await Promise.all([close(), admin.close()]);
  });

  it('tells a member who the admins are, and lets them leave', async () => {
    const { page, close } = await signedIn('cleo', MEMBERS);
    await page.getByText('Your role in Acme Studio is Viewer.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Your membership' }).waitFor();
    expect(await page.getByText('Invite somebody').count()).toBe(0);
    await page.getByRole('button', { name: 'Leave…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await page.waitForURL(`${house.urls.console}/settings/connections`);
    await page.goto(`${house.urls.console}${MEMBERS}`);
    await page.getByText('There is nothing at this address').waitFor();
    await close();
  });
});
