import { generateKeyPairSync, sign } from 'node:crypto';

const TTL_SECONDS = 60;
const NOBODY = '00000000-0000-7000-8000-000000000000';

/**
 * An access token (RFC 9068) as the authorization server would make it, but signed with a key that is thrown away at once:
 * everything is right except the signature, and the connection it names does not exist.
 */
export function forgedAccessToken(of: { issuer: string; audience: string; keyId: string }): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const header = { alg: 'ES256', typ: 'at+jwt', kid: of.keyId };
  const issuedAt = Math.floor(Date.now() / 1000);
  const claims = {
    iss: of.issuer,
    aud: of.audience,
    sub: NOBODY,
    client_id: 'countersign-health',
    connection_id: NOBODY,
    scope: 'mcp:read',
    iat: issuedAt,
    exp: issuedAt + TTL_SECONDS,
  };
  const content = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}
