import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionView } from '@countersign/contracts/console-api';
import type { DevMailView } from '@countersign/contracts/console-dev-mail';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { afterEach, expect, it } from 'vitest';
import { readConsoleEnv } from '../src/env.ts';
import { startConsole } from './console-under-test.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open(mailFolder: string | null) {
  const console_ = await startConsole({ mailFolder });
  closing.push(console_.close);
  return console_;
}

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-letters-'));
  closing.push(() => rm(folder, { recursive: true }));
  return join(folder, 'mail');
}

const letter = (subject: string, body: string) =>
  `From: Countersign <a@b.example>\r\nTo: kim@example.test\r\nSubject: ${subject}\r\nDate: Wed, 25 Nov 2026 20:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${body}`;

it('shows whoever is signed in the letters of this machine, the latest first, decoded', async () => {
  const folder = await aFolder();
  const console_ = await open(folder);
  const ben = await console_.as('ben');
  expect((await ben.get('/api/dev/mail')).json<DevMailView>()).toEqual({ letters: [] });
  await mkdir(folder);
  await writeFile(join(folder, '2026-11-25T19-00-00-000Z-one.eml'), letter('Older', 'One'));
  await writeFile(
    join(folder, '2026-11-25T20-00-00-000Z-two.eml'),
    letter('=?UTF-8?Q?=E2=80=9CAcme=E2=80=9D?=', 'Open http://localhost/?token=3Da=\r\nbc now'),
  );
  await writeFile(join(folder, '2026-11-25T21-00-00-000Z-three.eml.unfinished'), 'From: half');
  const { letters } = (await ben.get('/api/dev/mail')).json<DevMailView>();
  expect(letters.map(({ subject }) => subject)).toEqual(['“Acme”', 'Older']);
  expect(letters[0]).toMatchObject({ to: 'kim@example.test', at: '2026-11-25T20:00:00.000Z', attachments: [] });
  expect(letters[0]?.text.trim()).toBe('Open http://localhost/?token=abc now');
  expect((await ben.get('/api/session')).json<SessionView>().showsMail).toBe(true);
  expect((await console_.app.inject('/api/dev/mail')).statusCode).toBe(401);
});

it('is not there where mail is not for people to read here', async () => {
  const console_ = await open(null);
  const ada = await console_.as('ada');
  expect((await ada.get('/api/dev/mail')).statusCode).toBe(404);
  expect((await ada.get('/api/session')).json<SessionView>().showsMail).toBe(false);
});

it.each([
  ['on one machine without a mail server', {}, true],
  ['where other machines reach it', { HOST: '0.0.0.0' }, false],
  ['with a mail server', { SMTP_URL: 'smtp://mail.example.com' }, false],
  [
    'under public addresses',
    { AUTH_URL: 'https://auth.example', MCP_URL: 'https://mcp.example', CONSOLE_URL: 'https://console.example' },
    false,
  ],
])('there is a folder to read only where mail stays on this machine: %s', (_, settings, has) => {
  const { mailFolder } = readConsoleEnv({
    DATABASE_URL: 'postgres://localhost/test',
    TOOLS_DATABASE_URL: 'postgres://localhost/test',
    SECRET_KEY: TEST_SECRET_KEY,
    DATA_DIR: '/srv/data',
    ...settings,
  });
  expect(mailFolder).toBe(has ? '/srv/data/mail' : null);
});
