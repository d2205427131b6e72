import { type ApiKeyKind, normalizeKeyScopes } from '@countersign/contracts/key-scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { newApiKey } from './api-key.ts';

export interface ApiKeyParts {
  readonly kind: ApiKeyKind;
  readonly organizationId: string;
  /** Whose a personal key is; null for the organization's. */
  readonly userId: string | null;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Addresses and networks (CIDR) it may be used from; none for everywhere. */
  readonly allowedAddresses?: readonly string[];
  /** Null for never. */
  readonly expiresAt: string | null;
  readonly createdBy: string;
}

/**
 * Makes an API key in the caller's transaction. The answer holds the key itself, and it is the only one that ever will. Does not
 * check who asks, whether the modules of the scopes exist, or what the person's role allows; records no event.
 */
export async function createApiKey(queries: Queries, parts: ApiKeyParts): Promise<{ id: string; key: string }> {
  const { key, digest, prefix } = newApiKey(parts.kind);
  const id = newId();
  const { kind, organizationId, userId, name, expiresAt, createdBy, allowedAddresses = [] } = parts;
  await queries
    .insertInto('apiKey')
    .values({
      id,
      organizationId,
      kind,
      userId,
      name,
      digest,
      prefix,
      scopes: normalizeKeyScopes(parts.scopes),
      // A network is kept as such, without the bits of whatever host it was written with.
      allowedAddresses: sql`(select coalesce(array_agg(network(address::inet)), '{}') from unnest(${allowedAddresses}::text[]) as address)`,
      createdBy,
      expiresAt,
    })
    .execute();
  return { id, key };
}
