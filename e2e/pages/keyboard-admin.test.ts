import { fixedId, newId } from '@countersign/runtime/ids';
import { Person } from '@countersign/testing/person';
import { expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { focused, openAndLeave, press, type } from './keyboard.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, signedIn } = useHouseAndBrowser();

/** Ada’s narrow window at a page of Acme; from here on the pointer is never used. */
function atAcme(page: string) {
  const viewport = { width: 360, height: 740 };
  return signedIn('ada', `/orgs/acme/settings/${page}`, { viewport });
}

it('changes a role and takes it back, and the focus stays at the choice', async () => {
  const { page, complaints, close } = await atAcme('members');
  const role = page.getByLabel('Role of Cleo');
  const dialog = page.getByRole('dialog');
  for (const [letter, button] of [
    ['F', 'Make a finance member'],
    ['V', 'Make a viewer'],
  ] as const) {
    await type(page, role, letter);
    await press(page, dialog.getByRole('button', { name: button }));
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => focused(page)).toBe('Role of Cleo');
  }
  expect(await role.inputValue()).toBe('viewer');
  expect(complaints).toEqual([]);
  await close();
});

it('removes a member, is told what ends and what goes on, and the focus is at the list they were in', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ben'), {
    organization: 'Acme Studio',
  });
  const { page, complaints, close } = await atAcme('members');
  await press(page, page.getByRole('button', { name: 'Remove Ben' }));
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 connection ends at once: the very next request is refused.').waitFor();
  await dialog.getByText('API keys of Acme Studio that they made go on working.').waitFor();
  await press(page, dialog.getByRole('button', { name: 'Remove' }));
  await page.getByLabel('Role of Ben').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('3 members');
  expect(complaints).toEqual([]);
  await Promise.all([close(), client.close()]);
});

it('makes a team, puts somebody in, takes them out, and deletes it', async () => {
  const { page, complaints, close } = await atAcme('members');
  const dialog = page.getByRole('dialog');
  await type(page, page.getByLabel('New team'), 'Night');
  await page.keyboard.press('Enter');
  await type(page, page.getByLabel('Add somebody to Night'), 'F');
  const out = page.getByRole('button', { name: 'Take Finn out of Night' });
  await press(page, out);
  await press(page, dialog.getByRole('button', { name: 'Take out' }));
  await out.waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('Teams');
  await press(page, page.getByRole('button', { name: 'Delete Night' }));
  await press(page, dialog.getByRole('button', { name: 'Delete' }));
  await page.getByLabel('Add somebody to Night').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('Teams');
  expect(complaints).toEqual([]);
  await close();
});

it('declines one request and approves another, and the focus is at the requests', async () => {
  for (const person of ['finn', 'cleo']) {
    await house.database.owner.query(
      `insert into write_access_request (id, organization_id, user_id, client_id, client_name, billing)
       values ($1, $2, $3, 'client', 'Claude', true)`,
      [newId(), fixedId('organization', 'acme'), fixedId('user', person)],
    );
  }
  const { page, complaints, close } = await atAcme('mcp-write-access');
  await press(page, page.getByRole('button', { name: 'Decline the request of Cleo' }));
  await page.getByText('declined the request of Cleo for MCP billing write').waitFor();
  await expect.poll(() => focused(page)).toBe('Requests from members');
  const approve = page.getByRole('button', { name: 'Approve the request of Finn' });
  await openAndLeave(page, approve);
  await press(page, approve);
  const dialog = page.getByRole('dialog');
  await press(page, dialog.getByRole('button', { name: 'Turn on' }));
  await page.getByText('Nobody is waiting for an answer.').waitFor();
  await expect.poll(() => focused(page)).toBe('Requests from members');
  expect(await page.getByRole('switch', { name: 'Allow MCP billing write' }).isChecked()).toBe(true);
  await dialog.waitFor({ state: 'hidden' });
  const billing = page.getByRole('switch', { name: 'Allow MCP billing write' });
  await openAndLeave(page, billing, 'Space');
  await press(page, billing, 'Space');
  await press(page, dialog.getByRole('button', { name: 'Turn off' }));
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => billing.isChecked()).toBe(false);
  expect(complaints).toEqual([]);
  await close();
});

it('saves which assistants may connect, finds it in the history, and the focus is at the list', async () => {
  const { page, complaints, close } = await atAcme('mcp-write-access');
  const dialog = page.getByRole('dialog');
  await press(page, page.getByRole('radio', { name: 'Every assistant' }), 'ArrowDown');
  await press(page, page.getByRole('checkbox', { name: 'Claude and Claude Code' }), 'Space');
  await type(page, page.getByLabel('Another host'), 'assistant.example.com');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'assistant.example.com' }).waitFor();
  await press(page, page.getByRole('button', { name: 'Save' }));
  await press(page, dialog.getByRole('button', { name: 'Save' }));
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => focused(page)).toBe('Which assistants may connect');
  const added = 'put on the list of assistants: assistant.example.com and Claude and Claude Code (claude.ai)';
  await page.getByText(`let in only assistants on the list; ${added}`).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('revokes the connection of a member', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('finn'), {
    organization: 'Initech',
  });
  const viewport = { width: 360, height: 740 };
  const path = '/orgs/initech/settings/connections';
  const { page, complaints, close } = await signedIn('ada', path, { viewport });
  const revoke = page.getByRole('button', { name: /^Revoke .* of Finn$/ });
  await openAndLeave(page, revoke);
  await openAndLeave(page, page.getByRole('button', { name: /^Writes/ }));
  await press(page, revoke);
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Revoke' }));
  await page.getByText('Revoked by an admin').waitFor();
  await expect.poll(() => focused(page)).toBe('1 connection is revoked.');
  await expect(client.call('list_teams')).rejects.toThrow();
  expect(complaints).toEqual([]);
  await close();
});
