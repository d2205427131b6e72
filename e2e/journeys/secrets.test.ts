import { randomBytes } from 'node:crypto';
import type { CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import { REDIRECT_URI, redeem as redeemCode, refresh, register, revoke } from '@countersign/testing/oauth-client';
import { DEMO_PASSWORD, Person } from '@countersign/testing/person';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openConsoleSession } from '../console-session.ts';
import { type House, openHouse } from '../house.ts';
import { CLIENT_KINDS, Credentials, connect, connectWithKey } from '../mcp-client.ts';
import { authorizationUrl, redeem, renew } from '../oauth.ts';
import { type OtlpReceiver, openOtlpReceiver } from '../otlp-receiver.ts';
import { collectSecrets, type SecretCollector, spellingsOf } from '../secret-collector.ts';

const PASSWORD = 'a password of dana only';
const WRONG_PASSWORD = 'typed into the wrong field';

const NEW_PASSWORD = 'another password of dana';
const METRICS_TOKEN = randomBytes(32).toString('base64');

let house: House;
let collector: OtlpReceiver;
let collected: SecretCollector;
beforeAll(async () => {
  collector = await openOtlpReceiver();
  const OTEL_EXPORTER_OTLP_ENDPOINT = collector.endpoint;
  house = await openHouse({ LOG_LEVEL: 'trace', METRICS_TOKEN, OTEL_EXPORTER_OTLP_ENDPOINT });
  collected = collectSecrets();
  await everythingThatHandlesSecrets();
});
afterAll(async () => {
  collected?.stop();
  await house?.close();
  collector?.close();
});

/** The whole life of connections and sign-ins, with what goes wrong in it. */
async function everythingThatHandlesSecrets(): Promise<void> {
  collected.add('password', PASSWORD);
  collected.add('password', WRONG_PASSWORD);
  collected.add('password', DEMO_PASSWORD);
  collected.add('password', NEW_PASSWORD);
  collected.add('metrics token', METRICS_TOKEN);
  await signUpAndSignOut();
  for (const kind of CLIENT_KINDS) await connectCallAndClose(kind);
  await replayAndRevoke();
  await confidentialClient();
  await consoleSession();
  await apiKeys();
  await linksByMail();
  await fileLink();
}

async function signUpAndSignOut(): Promise<void> {
  const { browser } = new Person('dana');
  const form = await browser.open(`${house.urls.auth}/sign-up`);
  const person = { 'Your name': 'New', 'E-mail': 'new@example.test', Password: PASSWORD };
  await form.submit('Sign up', { ...person, Organization: 'New Studio' });
  const signOut = await browser.open(`${house.urls.auth}/sign-out`);
  await signOut.submit('Sign out');
  const signIn = await browser.open(`${house.urls.auth}/sign-in`);
  await signIn.submit('Sign in', { 'E-mail': 'new@example.test', Password: WRONG_PASSWORD });
  const again = await browser.open(`${house.urls.auth}/sign-in`);
  await again.submit('Sign in', { 'E-mail': WRONG_PASSWORD, Password: PASSWORD });
}

async function connectCallAndClose(kind: (typeof CLIENT_KINDS)[number]): Promise<void> {
  const client = await connect(kind, `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
  });
  collected.add('code verifier', client.credentials.codeVerifier());
  await client.listTools();
  await client.call('create_project', { name: `By ${kind}`, idempotencyKey: `secrets ${kind}` });
  await client.call('get_project', { projectId: 'nothing' });
  await client.close();
}

async function replayAndRevoke(): Promise<void> {
  const credentials = new Credentials();
  const ada = new Person('ada');
  const { url, clientId } = await authorizationUrl(house, credentials);
  const callback = await ada.consent(url, { organization: 'Acme Studio' });
  const { body: first } = await redeem(house, credentials, callback);
  credentials.saveTokens({ ...first, token_type: 'Bearer' });
  const { accessToken, refreshToken } = credentials.held();
  await renew(house.apps.auth, credentials);
  await renew(house.apps.auth, credentials);
  await refresh(house.apps.auth, clientId, refreshToken);
  await redeem(house, credentials, callback);
  for (const authorization of [`Bearer ${accessToken}`, `Bearer ${accessToken}x`, `Basic ${accessToken}`]) {
    await fetch(`${house.urls.mcp}/mcp?access_token=${accessToken}`, { method: 'POST', headers: { authorization } });
  }
  const token = credentials.held().refreshToken;
  await revoke(house.apps.auth, clientId, token);
  // By mistake in an address, and to a path that is nobody's.
  await fetch(`${house.urls.auth}/oauth/tokens?refresh_token=${token}`);
  await fetch(`${house.urls.mcp}/callback${callback.search}`);
  await fetch(`${house.urls.console}/auth/callback${callback.search}`);
}

async function confidentialClient(): Promise<void> {
  const metadata = { client_name: 'Confidential', redirect_uris: [REDIRECT_URI] };
  const { client_id, client_secret } = (await register(house.apps.auth, metadata)).body;
  for (const secret of [client_secret, `${client_secret}x`]) {
    const authorization = `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}`;
    await redeemCode(house.apps.auth, { code: 'unknown' }, { authorization });
  }
}

async function consoleSession(): Promise<void> {
  const ada = new Person('ada');
  const leaving = await ada.browser.open(`${house.urls.console}/auth/sign-in?return_to=/settings/connections`);
  const signedIn = await ada.signIn(await leaving.goOn());
  await signedIn.goOn();
  await ada.browser.open(`${house.urls.console}/api/session`);
}

/** Made, used well and badly, shown to the wrong address, and ended. */
async function apiKeys(): Promise<void> {
  const ada = await openConsoleSession(house, 'ada');
  const body = { scopes: ['write:*'], expiresInDays: 30, allowedAddresses: [] };
  const made = [
    await ada.change<CreatedApiKeyView>('POST', '/api/orgs/acme/api-keys', { ...body, name: 'Secret one' }),
    await ada.change<CreatedApiKeyView>('POST', '/api/api-keys', { ...body, name: 'Secret two', organization: 'acme' }),
  ];
  for (const { key, apiKey } of made) {
    collected.add(`${apiKey.kind} API key`, key);
    const client = await connectWithKey('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, key);
    await client.call('create_project', { name: 'By a key', idempotencyKey: apiKey.id });
    await client.call('get_project', { projectId: key });
    await client.close();
    for (const authorization of [`Bearer ${key}x`, `Basic ${key}`, `Bearer ${key} ${key}`]) {
      await fetch(`${house.urls.mcp}/mcp?api_key=${key}`, { method: 'POST', headers: { authorization } });
    }
    await fetch(`${house.urls.console}/api/api-keys?key=${key}`, { headers: { authorization: `Bearer ${key}` } });
    await ada.change('POST', `/api/orgs/acme/api-keys/${apiKey.id}/revoke`);
    await fetch(`${house.urls.mcp}/mcp`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
  }
}

/** The links that mail brings: opened, used, and used again. */
async function linksByMail(): Promise<void> {
  const invited = { email: 'kim@example.test', role: 'member', teamIds: [] };
  await (await openConsoleSession(house, 'ada')).change('POST', '/api/orgs/acme/invitations', invited);
  const { browser } = new Person('dana');
  const forgot = await browser.open(`${house.urls.auth}/forgot-password`);
  await forgot.submit('Mail me a link', { 'E-mail': 'new@example.test' });
  const invitation = await mailedLink(/http:\/\/\S+\/invitation\?token=(\S+)/, 'invitation link');
  await browser.open(invitation);
  await fetch(`${house.urls.console}/invitation${new URL(invitation).search}`);
  const reset = await mailedLink(/http:\/\/\S+\/reset-password\?secret=(\S+)/, 'reset link');
  const form = await browser.open(reset);
  await form.submit('Set password', { 'New password': NEW_PASSWORD });
  await browser.open(reset);
}

/** A link that a letter holds; its secret is noted. */
async function mailedLink(pattern: RegExp, what: string): Promise<string> {
  const [link = '', secret = ''] = await vi.waitUntil(
    async () => {
      // Quoted-printable (RFC 2045 §6.7) breaks long lines and writes equals signs as =3D.
      const letters = (await house.letters()).join('\n').replaceAll('=\r\n', '').replaceAll('=3D', '=');
      return pattern.exec(letters);
    },
    { timeout: 20_000, interval: 100 },
  );
  collected.add(what, secret);
  return link;
}

/** A signed link to a file: opened, bent, and sent elsewhere. */
async function fileLink(): Promise<void> {
  const choice = { organization: 'Acme Studio' };
  const client = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), choice);
  const { rows } = await house.database.owner.query<{ id: string }>(
    "select invoice.id from invoice join organization o on o.id = organization_id where o.slug = 'acme' limit 1",
  );
  const { structuredContent } = await client.call('get_invoice_pdf_link', { invoiceId: rows[0]?.id });
  await client.close();
  const url = String(structuredContent?.['url']);
  const signed = url.split('/files/')[1] ?? '';
  collected.add('file link', signed);
  for (const address of [
    url,
    `${url}x`,
    `${house.urls.console}/files/${signed}`,
    `${house.urls.auth}/files/${signed}`,
  ]) {
    await fetch(address);
  }
}

/** What is found of the secrets in a text, by what they are. */
function found(text: string): string[] {
  const hits = [...collected.secrets].filter(([secret]) =>
    spellingsOf(secret).some((spelling) => text.includes(spelling)),
  );
  return [...new Set(hits.map(([, what]) => what))].toSorted();
}

describe('a secret that was handed out or typed', () => {
  it('of every kind was seen, so that the searches below mean something', () => {
    expect([...new Set(collected.secrets.values())].toSorted()).toEqual(
      expect.arrayContaining([
        'access_token',
        'organization API key',
        'personal API key',
        'authorization code',
        'client_secret',
        'code verifier',
        'cookie countersign_console',
        'cookie countersign_form',
        'cookie countersign_login',
        'cookie oauth_interaction.sig',
        'cookie oauth_session',
        'csrfToken',
        'file link',
        'form_token',
        'invitation link',
        'metrics token',
        'password',
        'refresh_token',
        'reset link',
      ]),
    );
  });

  it.each(['auth', 'mcp', 'console', 'worker'] as const)(
    'is in no line that %s prints, however much it is told to',
    (app) => {
      const output = house.apps[app].output();
      expect(output.length).toBeGreaterThan(0);
      expect(found(output)).toEqual([]);
    },
  );

  it.each(['auth', 'mcp', 'console', 'worker'] as const)('is in no metric of %s', async (app) => {
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
    const metrics = await (await fetch(`${house.urls[app]}/metrics`, { headers })).text();
    expect(metrics).toContain('countersign_http_requests_total');
    expect(found(metrics)).toEqual([]);
  });

  it('is in no trace', async () => {
    await vi.waitUntil(() => collector.text().includes('tool get_invoice_pdf_link'), { timeout: 20_000 });
    expect(found(collector.text())).toEqual([]);
  });

  it('is nowhere in the database, in any encoding', async () => {
    const { owner } = house.database;
    const tables = await owner.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    expect(tables.rows.length).toBeGreaterThan(20);
    let dump = '';
    for (const { name } of tables.rows) {
      const { rows } = await owner.query<{ row: string }>(`select t::text as row from ${name} t`);
      dump += rows.map(({ row }) => row).join('\n');
    }
    expect(dump).toContain('ada@example.test');
    expect(found(dump)).toEqual([]);
  });
});
