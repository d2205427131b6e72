import { randomBytes } from 'node:crypto';
import type { Queries } from '@countersign/db/connections/named-statements';
import { seal } from '@countersign/runtime/secret-key';
import { clientSealContext } from './client-seal.ts';

export interface NewClient {
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** The one organization it may connect to; null for every one. */
  readonly organizationId: string | null;
  /** Who made it, where somebody of the organization did. */
  readonly madeBy: string | null;
}

/**
 * Enters a confidential client, for a host that registers itself in no other way. Answers its secret, which is stored sealed and cannot be
 * shown again. Checks neither the name nor the addresses nor who asks, and records nothing.
 */
export async function createClient(
  queries: Queries,
  sealingKey: Buffer,
  { name, redirectUris, organizationId, madeBy }: NewClient,
): Promise<{ readonly id: string; readonly secret: string }> {
  const id = `client-${randomBytes(12).toString('hex')}`;
  const secret = randomBytes(32).toString('base64url');
  const metadata = {
    client_id: id,
    client_name: name,
    redirect_uris: redirectUris,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
  const secretSealed = seal(sealingKey, clientSealContext(id), secret);
  await queries
    .insertInto('client')
    .values({ id, source: 'preregistered', metadata: JSON.stringify(metadata), secretSealed, organizationId, madeBy })
    .execute();
  return { id, secret };
}
