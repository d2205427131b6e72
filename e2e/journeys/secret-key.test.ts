import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SessionView } from '@countersign/contracts/console-api';
import { Browser } from '@countersign/testing/browser';
import { inheritedEnv } from '@countersign/testing/inherited-env';
import { DEMO_PASSWORD, Person } from '@countersign/testing/person';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openConsoleSession } from '../console-session.ts';
import type { House } from '../house.ts';
import { type HouseWithProvider, openHouseWithProvider } from '../house-with-provider.ts';
import { connect } from '../mcp-client.ts';
import { renew } from '../oauth.ts';

const ADMIN = join(import.meta.dirname, '../../apps/admin/src/main.ts');
const NEXT = randomBytes(32).toString('base64');
const KEYED = ['auth', 'console', 'worker'] as const;

let opened: HouseWithProvider;
let house: House;
beforeAll(async () => {
  opened = await openHouseWithProvider({ 'ben-at-office': { email: 'ben@example.test', email_verified: true } });
  house = opened.house;
});
afterAll(() => opened?.close());

async function restartAll(settings: Record<string, string>): Promise<void> {
  await Promise.all(KEYED.map((app) => house.apps[app].stop()));
  await Promise.all(KEYED.map((app) => house.restart(app, settings)));
}

async function signedInAs({ browser }: Person): Promise<string> {
  const { html } = await browser.request(`${house.urls.console}/api/session`);
  return (JSON.parse(html) as SessionView).person.email;
}

/** What people have begun under the old key; each goes on with it when called. */
async function begun() {
  const ada = new Person('ada');
  const toConsole = await ada.browser.open(`${house.urls.console}/auth/sign-in?return_to=/settings/sign-ins`);
  const form = await toConsole.goOn();

  const ben = new Person('ben');
  const asked = await (await ben.browser.open(`${house.urls.console}/auth/sign-in`)).goOn();
  const leaving = await asked.submit('Continue with Office');
  const there = await new Browser().open(leaving.location?.href ?? '');
  const back = await there.submit('Continue', { Subject: 'ben-at-office' });

  await house.apps.worker.stop();
  const dana = new Browser();
  await (await dana.open(`${house.urls.auth}/forgot-password`)).submit('Mail me a link', {
    'E-mail': 'dana@example.test',
  });
  const session = await openConsoleSession(house, 'ada');
  await session.change('POST', '/api/orgs/acme/invitations', {
    email: 'new@example.test',
    role: 'viewer',
    teamIds: [],
  });
  const linkIn = async (recipient: string) => {
    const letter = await vi.waitUntil(
      async () => (await house.letters()).find((text) => text.includes(`To: ${recipient}`)),
      { timeout: 15_000, interval: 200 },
    );
    return /http:\S+\?(?:secret|token)=\S+/.exec(letter.replaceAll('=\r\n', '').replaceAll('=3D', '='))?.[0] ?? '';
  };
  return {
    signInAtConsole: async () => {
      await (await ada.signIn(form)).goOn();
      return signedInAs(ada);
    },
    signInWithProvider: async () => {
      await (await ben.browser.open(back.location?.href ?? '')).goOn();
      return signedInAs(ben);
    },
    resetLink: () => linkIn('dana@example.test'),
    invitationLink: () => linkIn('new@example.test'),
    session,
  };
}

describe('a new SECRET_KEY', () => {
  it('lets everything that was begun under the one before be finished, and then stands alone', async () => {
    const client = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), {
      organization: 'Acme Studio',
    });
    const { signInAtConsole, signInWithProvider, resetLink, invitationLink, session } = await begun();
    await restartAll({ SECRET_KEY: NEXT, SECRET_KEY_PREVIOUS: TEST_SECRET_KEY });

    expect(await signInAtConsole()).toBe('ada@example.test');
    expect(await signInWithProvider()).toBe('ben@example.test');
    // A form that was open: its token was signed with the old key.
    await session.change('PATCH', '/api/orgs/acme/write-access', { write: true });
    const reset = await new Browser().open(await resetLink());
    expect(reset.text).toContain('password');
    const again = await reset.submit('Set', { 'New password': `${DEMO_PASSWORD}-anew` });
    expect(again.status).toBe(200);
    expect((await new Browser().open(await invitationLink())).text).toContain('Acme Studio');
    expect((await renew(house.apps.auth, client.credentials)).status).toBe(200);

    const env = { ...inheritedEnv(), SECRET_KEY: NEXT, SECRET_KEY_PREVIOUS: TEST_SECRET_KEY };
    await promisify(execFile)(process.execPath, [ADMIN, '--yes', 'keys', 'reseal'], {
      env: { ...env, DATABASE_URL: house.database.ownerUrl },
    });
    await restartAll({ SECRET_KEY: NEXT });
    expect((await renew(house.apps.auth, client.credentials)).status).toBe(200);
    await openConsoleSession(house, 'ada');
    await client.close();
  });
});
