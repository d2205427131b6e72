import { createClient } from '@countersign/access/principals/create-client';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { deriveKey } from '@countersign/runtime/secret-key';
import { redeem, refresh } from '@countersign/testing/oauth-client';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { MCP_URL } from './harness.ts';
import { authorize } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, database } = useAuth();

/** What hosts ask for whose form takes an id and a secret (pipefy/ai-toolkit#586, MicrosoftDocs/msteams-docs#14587). */
const HOSTS = {
  'Gemini Enterprise': 'https://vertexaisearch.cloud.google.com/oauth-redirect',
  'Microsoft 365 Copilot': 'https://teams.microsoft.com/api/platform/v1.0/oAuthRedirect',
  'ChatGPT, with a client of one’s own': 'https://chatgpt.com/connector/oauth/abc123',
} as const;
type Host = keyof typeof HOSTS;

const made = new Map<Host, { id: string; secret: string }>();
beforeAll(async () => {
  for (const [name, redirectUri] of Object.entries(HOSTS)) {
    const client = await withQueries(database.control, (db) =>
      createClient(db, deriveKey(TEST_SECRET_KEY, 'sealing'), {
        name,
        redirectUris: [redirectUri],
        organizationId: fixedId('organization', 'acme'),
        madeBy: fixedId('user', 'ada'),
      }),
    );
    made.set(name as Host, client);
  }
});

function clientOf(host: Host) {
  const client = made.get(host);
  if (!client) throw new Error('not made');
  return { ...client, redirectUri: HOSTS[host] };
}

describe('a client that an organization made', () => {
  test.each(Object.keys(HOSTS) as Host[])(
    'for %s goes the whole way, and its secret counts at each step',
    async (host) => {
      const { id, secret, redirectUri } = clientOf(host);
      // These hosts name no resource.
      const params = { redirect_uri: redirectUri, resource: undefined };
      const { code, verifier, interaction } = await authorize(app(), { clientId: id, params });
      expect(interaction).toMatchObject({
        client: { id, name: host, verifiedHost: null },
        madeFor: { slug: 'acme' },
        organizationSlug: 'acme',
      });
      const form = { client_id: id, code, code_verifier: verifier, redirect_uri: redirectUri };
      expect((await redeem(app(), form)).body).toMatchObject({ error: 'invalid_client' });
      expect((await redeem(app(), { ...form, client_secret: 'wrong' })).status).toBe(401);
      const { body: tokens } = await redeem(app(), { ...form, client_secret: secret });
      expect(decodeJwt(tokens.access_token)).toMatchObject({
        org_id: fixedId('organization', 'acme'),
        client_id: id,
        aud: `${MCP_URL}/mcp`,
      });
      const basic = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
      expect((await refresh(app(), id, tokens.refresh_token)).status).toBe(401);
      expect((await refresh(app(), id, tokens.refresh_token, {}, basic)).status).toBe(200);
    },
  );

  test('connects to no other organization, whatever the form or the address says', async () => {
    const { id, redirectUri } = clientOf('Gemini Enterprise');
    await expect(
      authorize(app(), { clientId: id, organization: 'initech', params: { redirect_uri: redirectUri } }),
    ).rejects.toThrow('membership');
    const elsewhere = { redirect_uri: redirectUri, resource: `${MCP_URL}/mcp/o/initech` };
    for (const organization of ['initech', 'acme'])
      await expect(authorize(app(), { clientId: id, organization, params: elsewhere })).rejects.toThrow('membership');
  });

  test('is worth nothing once it has ended', async () => {
    const { id, secret, redirectUri } = clientOf('ChatGPT, with a client of one’s own');
    const { code, verifier } = await authorize(app(), { clientId: id, params: { redirect_uri: redirectUri } });
    const form = { client_id: id, client_secret: secret, code, code_verifier: verifier, redirect_uri: redirectUri };
    await database.owner.query('delete from client where id = $1', [id]);
    expect((await redeem(app(), form)).body).toMatchObject({ error: 'invalid_client' });
  });
});
