import type { ConsoleError } from '@countersign/contracts/console-api';
import { describe, expect, it } from 'vitest';
import { ACME, body, MINE, personal, useApiKeys } from './api-keys-under-test.ts';
import { aRequest } from './console-under-test.ts';

const { as, database } = useApiKeys();
const SWITCHES = '/api/orgs/acme/write-access';

/** Ada’s browser, where she signed in this long ago. */
async function adaSignedInFor(minutes: number) {
  const ada = await as('ada');
  await database().owner.query(`update login_session set proved_at = now() - make_interval(mins => $2) where id = $1`, [
    ada.loginSessionId,
    minutes,
  ]);
  return ada;
}

// OWASP ASVS 5.0 §7.5.3: a new proof before what outlives the session.
describe('somebody who signed in a while ago', () => {
  it.each([
    ['an organization key', 'POST', ACME, body()],
    ['a key of their own', 'POST', MINE, personal()],
    ['access turned on', 'PATCH', SWITCHES, { access: true }],
    ['writing turned on', 'PATCH', SWITCHES, { write: true }],
    ['billing turned on', 'PATCH', SWITCHES, { billingWrite: true }],
    ['one turned on with one turned off', 'PATCH', SWITCHES, { access: false, write: true }],
  ] as const)('gets %s only after a new sign-in', async (_what, method, path, change) => {
    const before = await adaSignedInFor(16);
    const refused = await before.send(method, path, change);
    expect(refused.statusCode).toBe(403);
    expect(refused.json<ConsoleError>().error).toEqual({
      code: 'recent_sign_in_required',
      message: 'You signed in more than 15 minutes ago. Sign in once more to do this. Nothing has changed.',
    });
    expect((await database().owner.query('select from api_key')).rowCount).toBe(0);
    const again = await adaSignedInFor(14);
    expect((await again.send(method, path, change)).statusCode).toBe(200);
  });

  it('approves a request only after a new sign-in, and declines it at once', async () => {
    const ada = await adaSignedInFor(16);
    const request = await aRequest(database(), { person: 'ben', organization: 'acme' });
    const path = `${SWITCHES}/requests/${request}`;
    expect((await ada.send('POST', `${path}/approve`)).json<ConsoleError>().error.code).toBe('recent_sign_in_required');
    expect((await ada.send('POST', `${path}/decline`)).statusCode).toBe(200);
  });

  it('turns a switch off and ends a key at once: nobody looks for a password while something goes wrong', async () => {
    const key = (await (await adaSignedInFor(0)).send('POST', ACME, body())).json<{ apiKey: { id: string } }>();
    const ada = await adaSignedInFor(60);
    expect((await ada.send('PATCH', SWITCHES, { access: false })).statusCode).toBe(200);
    expect((await ada.send('POST', `${ACME}/${key.apiKey.id}/revoke`)).statusCode).toBe(200);
  });

  it('still learns first that something is not theirs to change', async () => {
    const ben = await as('ben');
    await database().owner.query(`update login_session set proved_at = now() - interval '1 day'`);
    expect((await ben.send('POST', ACME, body())).json<ConsoleError>().error.code).toBe('role_forbids');
    expect((await ben.send('PATCH', SWITCHES, { write: true })).json<ConsoleError>().error.code).toBe('role_forbids');
  });
});
