import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/**
 * An OpenID provider that signs in whoever it is told to, without asking. Stands for the authorization server, which is
 * another app; it keeps the parameters it was sent, and can be told to lie.
 */
export async function startOpenIdProvider(port = 0) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const app = Fastify();
  const codes = new Map<string, URLSearchParams>();
  const told = { userId: '', sid: '', nonce: undefined as string | undefined, iss: undefined as string | undefined };
  let issuer = '';

  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  app.get('/.well-known/openid-configuration', () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
  }));
  app.get('/jwks', () => ({ keys: [jwk] }));
  app.post('/token', async (request) => {
    const code = (request.body as URLSearchParams).get('code') ?? '';
    const asked = codes.get(code);
    codes.delete(code);
    const id_token = await new SignJWT({ nonce: told.nonce ?? asked?.get('nonce'), sid: told.sid })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer)
      .setSubject(told.userId)
      .setAudience('countersign-console')
      .setIssuedAt()
      .setExpirationTime('1 minute')
      .sign(privateKey);
    return { access_token: 'unused', token_type: 'Bearer', expires_in: 60, id_token };
  });
  await app.listen({ host: '127.0.0.1', port });
  issuer = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

  return {
    issuer,
    told,
    /** Answers an authorization request with the path of the callback it leads to. */
    signIn(authorizationUrl: string | undefined, userId: string, loginSessionId: string): string {
      const asked = new URL(authorizationUrl ?? '').searchParams;
      told.userId = userId;
      told.sid = loginSessionId;
      const code = randomBytes(16).toString('hex');
      codes.set(code, asked);
      const answer = new URLSearchParams({ code, state: asked.get('state') ?? '', iss: told.iss ?? issuer });
      return `/auth/callback?${answer.toString()}`;
    },
    close: () => app.close(),
  };
}
