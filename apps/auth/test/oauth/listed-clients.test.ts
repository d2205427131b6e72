import { redeem, refresh, register, registerPublic } from '@countersign/testing/oauth-client';
import { beforeEach, describe, expect, test } from 'vitest';
import { authorize } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, database } = useAuth();

/** As an admin's change leaves it. */
async function list(onlyListed: boolean, ...listed: string[]): Promise<void> {
  await database.owner.query(
    "update organization set only_listed_clients = $1, listed_clients = $2 where slug = 'acme'",
    [onlyListed, listed],
  );
}
beforeEach(() => list(true, 'claude.ai'));

const clientAt = (redirectUri: string) => registerPublic(app(), redirectUri);
const authorizeAt = async (redirectUri: string) =>
  authorize(app(), { clientId: await clientAt(redirectUri), params: { redirect_uri: redirectUri } });

describe('a list of assistants', () => {
  test.each(['https://claude.ai/callback', 'https://CLAUDE.AI/callback', 'https://claude.ai:443/callback'])(
    'lets in the host it names, as %s spells it',
    async (redirectUri) => {
      expect((await authorizeAt(redirectUri)).code).toBeTruthy();
    },
  );

  test.each([
    ['a port of its own', 'https://claude.ai:8443/callback'],
    ['a dot at its end', 'https://claude.ai./callback'],
    ['a letter of another alphabet, in punycode', 'https://xn--clude-6ve.ai/callback'],
    ['the name as a part of another', 'https://claude.ai.evil.example/callback'],
    ['the name behind another', 'https://evil-claude.ai/callback'],
    ['the name in its path', 'https://evil.example/claude.ai'],
    ['the name in its query', 'https://evil.example/?claude.ai'],
    ['an address in place of a name', 'https://[2001:db8::1]/callback'],
  ])('lets in no host with %s', async (_what, redirectUri) => {
    await expect(authorizeAt(redirectUri)).rejects.toThrow('client_list');
  });

  test.each([
    'https://claude.ai@evil.example/callback',
    'https://claude.ai:x@evil.example/callback',
    'https://cl\u0430ude.ai/callback',
    'https://claude.ai\\@evil.example/callback',
  ])('is not even asked about %s, which no client may register', async (redirectUri) => {
    const { status } = await register(app(), { redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' });
    expect(status).toBe(400);
  });

  test('that loses a host refuses its very next renewal, at no cost to the refresh token', async () => {
    const redirectUri = 'https://claude.ai/callback';
    const clientId = await clientAt(redirectUri);
    const { code, verifier } = await authorize(app(), { clientId, params: { redirect_uri: redirectUri } });
    const redemption = { client_id: clientId, redirect_uri: redirectUri, code, code_verifier: verifier };
    const { body: tokens } = await redeem(app(), redemption);
    const renewed = await refresh(app(), clientId, tokens.refresh_token);
    expect(renewed.status).toBe(200);
    await list(true, 'chatgpt.com');
    expect((await refresh(app(), clientId, renewed.body.refresh_token)).body).toEqual({
      error: 'invalid_grant',
      error_description: expect.stringContaining('only the assistants on its list') as string,
    });
    await list(true, 'claude.ai');
    expect((await refresh(app(), clientId, renewed.body.refresh_token)).status).toBe(200);
  });
});
