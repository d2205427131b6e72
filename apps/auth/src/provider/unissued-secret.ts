import type { IncomingHttpHeaders } from 'node:http';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { sql } from 'kysely';

/** What a client says of itself at the token or revocation endpoint: credentials in the header, in the form, or none. */
export interface ClientCredentials {
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

/**
 * Takes away the secret of a client that has none. Several hosts ask for one in their form for a client of one's own, and some programs
 * always send the pair; nobody issued that secret, so it proves nothing and spoils nothing, and PKCE decides (RFC 6749 §2.3.1 speaks of
 * clients in possession of a password alone). Whoever was issued one is judged by it, right or wrong: here nothing is compared.
 *
 * Changes `headers` and `form` in place. One query, and only where something was presented.
 */
export async function dropUnissuedSecret(pool: Pool, { headers, form }: ClientCredentials): Promise<void> {
  if (!form.has('client_secret') && headers.authorization === undefined) return;
  const inHeader = userOfBasic(headers.authorization);
  const inForm = form.get('client_id') || undefined;
  const clientId = inForm ?? inHeader;
  // Two names are a contradiction, and the provider's to refuse.
  if (!clientId || (inHeader && inHeader !== clientId) || !(await hasNoSecret(pool, clientId))) return;
  form.delete('client_secret');
  delete headers.authorization;
  form.set('client_id', clientId);
}

/** The client id of RFC 6749 §2.3.1, which is form-encoded before it is written in base64; undefined when there is none to be read. */
function userOfBasic(authorization = ''): string | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization.trim()) ?? [];
  const [id = ''] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  try {
    return decodeURIComponent(id.replaceAll('+', '%20')) || undefined;
  } catch {
    return undefined;
  }
}

/** A metadata document is public, so the client policy lets it hold no secret; of others the registration says it. */
async function hasNoSecret(pool: Pool, clientId: string): Promise<boolean> {
  if (clientId.startsWith('https://')) return true;
  const [row] = await withQueries(pool, (db) =>
    db
      .selectFrom('client')
      .select(sql<string | null>`metadata ->> 'token_endpoint_auth_method'`.as('method'))
      .where('id', '=', clientId)
      .execute(),
  );
  return row?.method === 'none';
}
