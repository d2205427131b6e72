import { randomUUID } from 'node:crypto';
import { OAUTH_SCOPES, type OAuthScope } from '@countersign/contracts/scopes';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId, newId } from '@countersign/runtime/ids';
import { aSigningKey, type TestSigningKey } from './test-signing-key.ts';

export interface ConnectionParts {
  /** The authorization server and the resource the access tokens speak of. */
  readonly issuer: string;
  readonly resource: string;
  /** Demo names: `ada`, `acme`, `Design`. */
  readonly user?: string;
  readonly organization?: string;
  readonly team?: string | null;
  /** What the person approved; everything unless said. */
  readonly approved?: readonly OAuthScope[];
  readonly clientId?: string;
  readonly key?: TestSigningKey;
}

export interface TestConnection {
  readonly id: string;
  /** The claims of its access token, one hour from now. */
  readonly claims: (scopes?: readonly string[]) => Record<string, unknown>;
  readonly accessToken: (scopes?: readonly string[]) => string;
  readonly revoke: () => Promise<void>;
}

const HOUR_SECONDS = 3600;
const keys = new WeakMap<Pool, Promise<TestSigningKey>>();

/** The database's one active key, made at first use. */
export function activeSigningKey(owner: Pool): Promise<TestSigningKey> {
  let key = keys.get(owner);
  if (!key) {
    key = aSigningKey(owner);
    keys.set(owner, key);
  }
  return key;
}

/** A live connection in the demo data as consent would have stored it, with access tokens as the authorization server signs them. */
export async function aConnection(owner: Pool, parts: ConnectionParts): Promise<TestConnection> {
  const { issuer, resource, user = 'ada', organization = 'acme', team = null, approved = OAUTH_SCOPES } = parts;
  const { clientId = 'test-client', key = await activeSigningKey(owner) } = parts;
  const id = newId();
  const userId = fixedId('user', user);
  const organizationId = fixedId('organization', organization);
  const teamId = team === null ? null : fixedId('team', organization, team);
  await withQueries(owner, (db) =>
    db
      .insertInto('connection')
      .values({
        id,
        grantId: randomUUID(),
        clientId,
        clientName: 'Test client',
        redirectHost: 'localhost',
        userId,
        organizationId,
        teamId,
        resource,
        requested: [...approved],
        approved: [...approved],
        expiresAt: new Date(Date.now() + 24 * HOUR_SECONDS * 1000).toISOString(),
      })
      .execute(),
  );
  const claims = (scopes: readonly string[] = approved) => {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: issuer,
      aud: resource,
      sub: userId,
      client_id: clientId,
      scope: scopes.join(' '),
      iat: now,
      exp: now + HOUR_SECONDS,
      jti: randomUUID(),
      connection_id: id,
      org_id: organizationId,
      team_id: teamId,
    };
  };
  return {
    id,
    claims,
    accessToken: (scopes) => key.sign(claims(scopes)),
    revoke: async () => {
      await withQueries(owner, (db) =>
        db
          .updateTable('connection')
          .set({ revokedAt: new Date().toISOString(), revokedReason: 'owner' })
          .where('id', '=', id)
          .execute(),
      );
    },
  };
}
