import { fixedId } from '@countersign/runtime/ids';
import { Browser } from '@countersign/testing/browser';
import type { Page } from '@countersign/testing/page';
import { Person } from '@countersign/testing/person';
import { SECOND_PROVIDER_CLIENT, startSecondProvider } from '@countersign/testing/second-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../house.ts';
import { CLIENT_KINDS, connect } from '../mcp-client.ts';

let house: House;
let second: Awaited<ReturnType<typeof startSecondProvider>>;
beforeAll(async () => {
  second = await startSecondProvider({ 'ada-at-work': { email: 'ada@example.test', email_verified: true } });
  house = await openHouse({
    OIDC_PROVIDERS: 'work',
    OIDC_WORK_ISSUER: second.issuer,
    OIDC_WORK_CLIENT_ID: SECOND_PROVIDER_CLIENT.id,
    OIDC_WORK_CLIENT_SECRET: SECOND_PROVIDER_CLIENT.secret,
    OIDC_WORK_ALLOWED_DOMAINS: 'example.test',
  });
  second.knowClient(`${house.urls.auth}/sign-in/with/work/callback`);
});
afterAll(async () => {
  await house?.close();
  await second?.close();
});

/** Ada, who never types a password here: she signs in at the provider of her work. */
class AdaAtWork extends Person {
  constructor() {
    super('ada');
  }

  override async signIn(page: Page): Promise<Page> {
    const leaving = await page.submit('Continue with Work');
    // The provider's cookies in a jar of their own: both servers are on this machine, and cookies know no ports.
    const there = await new Browser().open(leaving.location?.href ?? '');
    const back = await there.submit('Continue', { Subject: 'ada-at-work' });
    return this.browser.open(back.location?.href ?? '');
  }
}

describe.each(CLIENT_KINDS)('%s', (kind) => {
  it('connects for somebody who signs in with another provider, and consents here, and then calls tools', async () => {
    const client = await connect(kind, `${house.urls.mcp}/mcp`, new AdaAtWork(), {
      organization: 'Acme Studio',
      write: true,
    });
    expect(client.claims()).toMatchObject({
      iss: house.urls.auth,
      sub: fixedId('user', 'ada'),
      scope: 'mcp:read mcp:write',
    });
    const created = await client.call('create_project', { name: `From work, ${kind}` });
    expect(created.isError).toBeFalsy();
    await client.close();
  });
});

it('the console signs in with the same provider, and shows the sign-in', async () => {
  const ada = new AdaAtWork();
  const leaving = await ada.browser.open(`${house.urls.console}/auth/sign-in?return_to=/settings/sign-ins`);
  const back = await ada.signIn(await leaving.goOn());
  await back.goOn();
  const { html } = await ada.browser.open(`${house.urls.console}/api/sign-ins`);
  const { signIns } = JSON.parse(html) as { signIns: readonly { isThis: boolean }[] };
  expect(signIns.filter(({ isThis }) => isThis)).toHaveLength(1);
});
