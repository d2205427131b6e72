import { verifyPassword } from '@countersign/access/principals/password';
import { fixedId } from '@countersign/runtime/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminUnderTest, openAdmin } from './admin-under-test.ts';

let operator: AdminUnderTest;
beforeAll(async () => {
  operator = await openAdmin();
});
afterAll(() => operator.database.drop());

describe('password reset', () => {
  it('gives a new password and ends every session', async () => {
    const ada = fixedId('user', 'ada');
    const tomorrow = "now() + interval '1 day'";
    await operator.query(`insert into login_session (id_hash, user_id, expires_at) values ('\\x01', $1, ${tomorrow})`, [
      ada,
    ]);
    const { password } = await operator.facts<{ password: string }>(['password', 'reset', 'ada@example.test']);
    const { rows } = await operator.query('select password_hash from "user" where id = $1', [ada]);
    expect(await verifyPassword((rows[0] as { password_hash: string }).password_hash, password)).toBe(true);
    expect((await operator.query('select from login_session where user_id = $1', [ada])).rows).toEqual([]);
  });

  it('needs the addresses that its mail names, and names them there', async () => {
    const args = ['--yes', 'password', 'reset', 'cleo@example.test'];
    const refused = await operator.admin(args, { AUTH_URL: '', MCP_URL: '', CONSOLE_URL: '' });
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/^AUTH_URL, CONSOLE_URL: are not set/) });
    expect((await operator.admin(args)).code).toBe(0);
    const { rows } = await operator.query("select body from outgoing_mail where recipient = 'cleo@example.test'");
    expect(rows).toEqual([{ body: expect.stringContaining('https://auth.example.com/forgot-password') }]);
  });

  it('finds the person in whatever spelling the address is typed', async () => {
    const dana = fixedId('user', 'dana');
    await operator.query('update "user" set email = $2 where id = $1', [dana, 'dána@example.test']);
    const { userId } = await operator.facts<{ userId: string }>(['password', 'reset', ' DA\u0301NA@example.test']);
    expect(userId).toBe(dana);
  });
});
