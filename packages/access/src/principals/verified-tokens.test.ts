import { describe, expect, it } from 'vitest';
import type { ConnectionPrincipal } from './principal.ts';
import { VerifiedTokens } from './verified-tokens.ts';

const principal: ConnectionPrincipal = {
  kind: 'connection',
  connectionId: 'c',
  userId: 'u',
  clientId: 'x',
  resource: 'r',
  scopes: [],
  issuedScopes: [],
  expiresAt: 0,
};

describe('VerifiedTokens', () => {
  it('stays within its bound and forgets what was used longest ago', () => {
    const tokens = new VerifiedTokens(2);
    tokens.set('a', { principal, kid: 'k' });
    tokens.set('b', { principal, kid: 'k' });
    tokens.get('a');
    tokens.set('c', { principal, kid: 'k' });
    expect(tokens.size).toBe(2);
    expect(tokens.get('b')).toBeUndefined();
    expect(tokens.get('a')).toBeDefined();
  });

  it('keeps a digest, not the token', () => {
    expect(VerifiedTokens.digest('secret')).not.toContain('secret');
  });
});
