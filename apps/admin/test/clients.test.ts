import { clientSealContext } from '@countersign/access/principals/client-seal';
import { deriveKey, unseal } from '@countersign/runtime/secret-key';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminUnderTest, openAdmin } from './admin-under-test.ts';

let operator: AdminUnderTest;
beforeAll(async () => {
  operator = await openAdmin();
});
afterAll(() => operator.database.drop());

describe('clients add', () => {
  it('shows the secret once and stores it sealed', async () => {
    const { clientId, clientSecret } = await operator.facts<{ clientId: string; clientSecret: string }>([
      'clients',
      'add',
      '--name',
      'Agent host',
      '--redirect-uri',
      'https://host.example.com/callback',
    ]);
    const { rows } = await operator.query('select metadata, source, secret_sealed from client where id = $1', [
      clientId,
    ]);
    const [row] = rows as { source: string; secret_sealed: Buffer }[];
    expect(row?.source).toBe('preregistered');
    expect(
      unseal(deriveKey(TEST_SECRET_KEY, 'sealing'), clientSealContext(clientId), row?.secret_sealed ?? Buffer.of()),
    ).toBe(clientSecret);
  });

  it('refuses an address that codes must not be sent to', async () => {
    const { err } = await operator.admin([
      '--yes',
      'clients',
      'add',
      '--name',
      'X',
      '--redirect-uri',
      'http://host.example.com/callback',
    ]);
    expect(err).toContain('must use https');
  });

  it('refuses more addresses than the authorization server takes of a client', async () => {
    const uris = Array.from({ length: 11 }, (_, index) => `https://host.example.com/${index}`);
    const { err, code } = await operator.admin(['--yes', 'clients', 'add', '--name', 'X', '--redirect-uri', ...uris]);
    expect({ err, code }).toEqual({ err: '--redirect-uri takes 10 at most.\n', code: 1 });
  });
});
