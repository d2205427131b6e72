import { Person } from '@countersign/testing/person';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { focused, press } from './keyboard.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, signedIn } = useHouseAndBrowser();

/** The browser's own; the code here knows no DOM. */
declare function getComputedStyle(element: unknown): { readonly textDecorationLine: string };

/** The line that strikes a badge through, or `none`, as the browser draws it. */
function lineThrough(badge: Locator): Promise<string> {
  return badge.evaluate((element) => getComputedStyle(element).textDecorationLine);
}

describe('the console', () => {
  it('shows ada her connector URL and connections, and revoking one ends it at once', async () => {
    const client = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), {
      organization: 'Acme Studio',
      write: true,
    });
    const { page, complaints, close } = await signedIn('ada', '/settings/connections');
    await page.getByText(`${house.urls.mcp}/mcp`, { exact: true }).first().waitFor();
    await page.getByText('Journey client').first().waitFor();
    await page
      .getByRole('button', { name: /Revoke/ })
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Revoke/ })
      .click();
    await page
      .getByText(/Revoked/)
      .first()
      .waitFor();
    await expect(client.call('whoami')).rejects.toThrow();
    expect(complaints).toEqual([]);
    await close();
  });

  it('shows a member in an open window that an admin stops writing, and the client’s next write fails until it is on again', async () => {
    const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ben'), {
      organization: 'Acme Studio',
      write: true,
    });
    expect((await client.call('create_project', { name: 'Before' })).isError).toBeFalsy();
    const member = await signedIn('ben', '/settings/connections');
    const badge = member.page.getByRole('row', { name: /Journey client/ }).getByText(/^Write/);
    await badge.waitFor();
    expect(await lineThrough(badge)).toBe('none');
    const admin = await signedIn('ada', '/orgs/acme/settings/mcp-write-access');
    const write = admin.page.getByRole('switch', { name: 'Allow MCP write access' });
    const turn = async (to: 'on' | 'off') => {
      await write.click({ force: true });
      const dialog = admin.page.getByRole('dialog');
      await dialog.getByRole('button', { name: `Turn ${to}` }).click();
      await dialog.waitFor({ state: 'hidden' });
    };

    await turn('off');
    expect(JSON.stringify(await client.call('create_project', { name: 'After' }))).toContain('write_disabled');
    await member.page.getByText('An admin of Acme Studio has not turned MCP write access on.').first().waitFor();
    expect(await lineThrough(badge)).toBe('line-through');
    expect((await client.call('list_teams')).isError).toBeFalsy();

    await turn('on');
    expect((await client.call('create_project', { name: 'Again' })).isError).toBeFalsy();
    await badge.getByText('withheld').waitFor({ state: 'detached' });
    expect(await lineThrough(badge)).toBe('none');
    expect([...member.complaints, ...admin.complaints]).toEqual([]);
    await Promise.all([member.close(), admin.close(), client.close()]);
  });

  it('shows a member in an open window what an admin turns off and on in another, by keyboard', async () => {
    const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ben'), {
      organization: 'Acme Studio',
    });
    const member = await signedIn('ben', '/settings/connections');
    const admin = await signedIn('ada', '/orgs/acme/settings/mcp-write-access');
    const access = admin.page.getByRole('switch', { name: 'Allow MCP access' });
    const turn = async (to: 'on' | 'off') => {
      await press(admin.page, access, 'Space');
      const dialog = admin.page.getByRole('dialog');
      await dialog.getByText(/connections? (stops?|works?) (again )?at once/).waitFor();
      await expect.poll(() => focused(admin.page)).toBe('Cancel');
      await press(admin.page, dialog.getByRole('button', { name: `Turn ${to}` }));
      await admin.page.getByText(`Ada turned ${to} MCP access`, { exact: true }).first().waitFor();
      await dialog.waitFor({ state: 'hidden' });
    };
    const shutOut = member.page.getByText('Acme Studio has turned MCP access off.').first();

    await turn('off');
    await shutOut.waitFor({ state: 'attached' });
    expect(JSON.stringify(await client.call('list_teams'))).toContain('access_disabled');

    await turn('on');
    await shutOut.waitFor({ state: 'detached' });
    expect((await client.call('list_teams')).isError).toBeFalsy();
    expect([...member.complaints, ...admin.complaints]).toEqual([]);
    await Promise.all([member.close(), admin.close(), client.close()]);
  });

  it('lets an admin end all connections of a client, after naming how many and whose', async () => {
    const clients = await Promise.all(
      (['ben', 'finn'] as const).map((person) =>
        connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person(person), { organization: 'Acme Studio' }),
      ),
    );
    const { page, complaints, close } = await signedIn('ada', '/orgs/acme/settings/connections');
    const choice = page.getByRole('combobox', { name: 'Client' });
    const name = /^Journey client, /;
    await choice.selectOption({
      label: (await choice.getByRole('option').filter({ hasText: name }).textContent()) ?? '',
    });
    await page.getByRole('button', { name: /^Revoke all \d+$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Ben \(ben@example\.test\).* and Finn \(finn@example\.test\)/).waitFor();
    await dialog.getByRole('button', { name: /^Revoke all/ }).click();
    await page.getByText('Revoked by an admin').first().waitFor();
    for (const client of clients) await expect(client.call('whoami')).rejects.toThrow();
    expect(complaints).toEqual([]);
    await close();
  });

  it('keeps the menu of a person with a long name inside a narrow window', async () => {
    await house.database.owner.query(
      `update "user" set name = 'Wolfeschlegelsteinhausen Bergerdorff' where email = 'cleo@example.test'`,
    );
    const { page, close } = await signedIn('cleo', '/settings/connections', { viewport: { width: 360, height: 740 } });
    const box = await page.getByRole('button', { name: /^Wolfe/ }).boundingBox();
    expect(box && box.x + box.width).toBeLessThanOrEqual(360);
    await page.getByRole('button', { name: /^Wolfe/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    await close();
  });

  it('tells a member who the admins are instead of showing switches', async () => {
    const { page, close } = await signedIn('ben', '/orgs/acme/settings/mcp-write-access');
    await page.getByText('Ada').first().waitFor();
    expect(await page.getByRole('switch').count()).toBe(0);
    await close();
  });
});
