import { fixedId } from '@countersign/runtime/ids';
import { aConnection } from '@countersign/testing/connection-builder';
import { aSigningKey } from '@countersign/testing/test-signing-key';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminUnderTest, openAdmin } from './admin-under-test.ts';

let operator: AdminUnderTest;
beforeAll(async () => {
  operator = await openAdmin();
});
afterAll(() => operator.database.drop());

/** Nobody presents its tokens, so its key is not stored. */
async function connect() {
  const { owner } = operator.database;
  const key = await aSigningKey(owner, null);
  return aConnection(owner, { issuer: 'https://auth.test', resource: 'https://mcp.test/mcp', key });
}

describe('connections and API keys', () => {
  it('are listed, and end for good', async () => {
    const connection = await connect();
    const list = ['connections', 'list', '--organization', 'acme'];
    expect(await operator.facts(list)).toContainEqual(
      expect.objectContaining({ id: connection.id, person: 'ada@example.test' }),
    );
    await operator.facts(['connections', 'revoke', connection.id]);
    expect(await operator.facts(list)).not.toContainEqual(expect.objectContaining({ id: connection.id }));
    expect((await operator.admin(['--yes', 'connections', 'revoke', connection.id])).err).toContain(
      'has ended already',
    );

    const id = fixedId('test', 'key');
    await operator.query(
      "insert into api_key (id, organization_id, kind, name, digest, prefix, scopes, allowed_addresses, created_by) values ($1, $2, 'organization', 'Nightly', sha256('x'), 'csk_o_abcd', '{read:billing}', '{}', $3)",
      [id, fixedId('organization', 'acme'), fixedId('user', 'ada')],
    );
    expect(await operator.facts(['api-keys', 'list'])).toContainEqual(expect.objectContaining({ id, name: 'Nightly' }));
    await operator.facts(['api-keys', 'revoke', id]);
    expect(await operator.facts(['api-keys', 'list'])).not.toContainEqual(expect.objectContaining({ id }));
  });

  it('are refused by what is no id, and named before they end', async () => {
    for (const [list, revoke] of [
      ['connections list', ['connections', 'revoke', '1']],
      ['api-keys list', ['api-keys', 'revoke', '1']],
    ] as const) {
      const { err, code } = await operator.admin(['--yes', ...revoke]);
      expect({ err, code }).toEqual({ err: `1 is not an id. ${list} shows them.\n`, code: 1 });
    }
    const { id } = await connect();
    const { err } = await operator.admin(['connections', 'revoke', id]);
    expect(err).toMatch(/^This ends the connection of ada@example.test with .+ in acme for good/);
  });
});
