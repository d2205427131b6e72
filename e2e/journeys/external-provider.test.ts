import { fixedId } from '@countersign/runtime/ids';
import { Browser } from '@countersign/testing/browser';
import type { Page } from '@countersign/testing/page';
import { Person } from '@countersign/testing/person';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { House } from '../house.ts';
import { type HouseWithProvider, openHouseWithProvider } from '../house-with-provider.ts';
import { CLIENT_KINDS, connect } from '../mcp-client.ts';

let opened: HouseWithProvider;
let house: House;
beforeAll(async () => {
  opened = await openHouseWithProvider({ 'ada-at-office': { email: 'ada@example.test', email_verified: true } });
  house = opened.house;
});
afterAll(() => opened?.close());

/** Ada, who never types a password here: she signs in at her office’s provider. */
class AdaAtTheOffice extends Person {
  constructor() {
    super('ada');
  }

  override async signIn(page: Page): Promise<Page> {
    const leaving = await page.submit('Continue with Office');
    // The provider's cookies in a jar of their own: both servers are on this machine, and cookies know no ports.
    const there = await new Browser().open(leaving.location?.href ?? '');
    const back = await there.submit('Continue', { Subject: 'ada-at-office' });
    return this.browser.open(back.location?.href ?? '');
  }
}

describe.each(CLIENT_KINDS)('%s', (kind) => {
  it('connects for somebody who signs in with another provider, and consents here, and then calls tools', async () => {
    const client = await connect(kind, `${house.urls.mcp}/mcp`, new AdaAtTheOffice(), {
      organization: 'Acme Studio',
      write: true,
    });
    expect(client.claims()).toMatchObject({
      iss: house.urls.auth,
      sub: fixedId('user', 'ada'),
      scope: 'mcp:read mcp:write',
    });
    const created = await client.call('create_project', { name: `From the office, ${kind}` });
    expect(created.isError).toBeFalsy();
    await client.close();
  });
});

it('the console signs in with the same provider, and shows the sign-in', async () => {
  const ada = new AdaAtTheOffice();
  const leaving = await ada.browser.open(`${house.urls.console}/auth/sign-in?return_to=/settings/sign-ins`);
  const back = await ada.signIn(await leaving.goOn());
  await back.goOn();
  const { html } = await ada.browser.open(`${house.urls.console}/api/sign-ins`);
  const { signIns } = JSON.parse(html) as { signIns: readonly { isThis: boolean }[] };
  expect(signIns.filter(({ isThis }) => isThis)).toHaveLength(1);
});
