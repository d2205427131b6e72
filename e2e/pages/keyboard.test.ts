import { Person } from '@countersign/testing/person';
import { expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { focused, openAndLeave, press, type } from './keyboard.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, signedIn } = useHouseAndBrowser();

/** A narrow window; from here on the pointer is never used. */
function narrow(person: string, path: string) {
  return signedIn(person, path, { viewport: { width: 360, height: 740 } });
}

it('opens the navigation, which keeps the focus until Escape closes it or a link leads on', async () => {
  const { page, complaints, close } = await narrow('ada', '/settings/connections');
  await press(page, page.getByRole('button', { name: 'Open the navigation' }));
  await page.getByRole('link', { name: 'Members and teams' }).first().waitFor();
  for (let tabs = 0; tabs < 30; tabs += 1) {
    await page.keyboard.press('Tab');
    expect(await page.locator('main :focus').count()).toBe(0);
  }
  await page.keyboard.press('Escape');
  expect(await focused(page)).toBe('Open the navigation');
  await press(page, page.getByRole('button', { name: 'Open the navigation' }));
  await press(page, page.getByRole('link', { name: 'Tools', exact: true }));
  await page.getByRole('heading', { level: 1, name: 'Tools' }).waitFor();
  expect(await page.evaluate('document.activeElement.id')).toBe('content');
  expect(complaints).toEqual([]);
  await close();
});

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
  await openAndLeave(page, page.getByRole('button', { name: 'New API key' }));
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
  await openAndLeave(page, card.getByRole('button', { name: /^Activity/ }));
  await openAndLeave(page, card.getByRole('button', { name: /^Revoke/ }));
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
  await openAndLeave(page, page.getByRole('button', { name: /^Edit/ }));
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
  expect(await focused(page)).toMatch(/^Edit/);
  expect(complaints).toEqual([]);
  await Promise.all([close(), client.close()]);
});

it('exports the activity of a connection, and revokes it', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('finn'), {
    organization: 'Initech',
    write: true,
    billing: true,
  });
  await client.answer('list_teams');
  const { page, complaints, close } = await narrow('finn', '/settings/connections');
  await press(page, page.getByRole('button', { name: /^Activity/ }));
  const dialog = page.getByRole('dialog');
  for (const [name, ending] of [
    ['Export as CSV', '.csv'],
    ['Export as JSON lines', '.jsonl'],
  ] as const) {
    const downloading = page.waitForEvent('download');
    await press(page, dialog.getByRole('link', { name }));
    expect((await downloading).suggestedFilename()).toMatch(new RegExp(`\\${ending}$`));
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await focused(page)).toMatch(/^Activity/);

  await press(page, page.getByRole('button', { name: /^Edit/ }));
  await press(page, dialog.getByRole('switch', { name: 'Also allow billing changes' }), 'Space');
  await press(page, dialog.getByRole('button', { name: 'Save' }));
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Billing write', { exact: true }).waitFor({ state: 'detached' });

  await press(page, page.getByRole('button', { name: /^Revoke/ }));
  await press(page, dialog.getByRole('button', { name: 'Revoke' }));
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Revoked by you').waitFor();
  expect(await focused(page)).toMatch(/^Revoked by you/);
  expect(complaints).toEqual([]);
  await Promise.all([close(), client.close()]);
});

it('ends all other sign-ins', async () => {
  const other = await narrow('cleo', '/settings/sign-ins');
  const { page, complaints, close } = await narrow('cleo', '/settings/sign-ins');
  await press(page, page.getByRole('button', { name: 'End all others' }));
  const dialog = page.getByRole('dialog');
  await press(page, dialog.getByRole('button', { name: 'End' }));
  await page.getByText('You are signed in nowhere else.').waitFor();
  expect(await focused(page)).toBe('Active sign-ins');
  expect(complaints).toEqual([]);
  await Promise.all([close(), other.close()]);
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
