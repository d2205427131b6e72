import { isIP } from 'node:net';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import type { Logger } from '@countersign/runtime/log';
import type { ClientMetadata } from 'oidc-provider';
import { assumedClient, pinnedClient } from './pinned-clients.ts';

const DOCUMENT_BYTES_MAX = 5 * 1024;
/** How long a kept copy is served before the host is asked again. */
const STALE_SECONDS = 60;

/** The document could not be read and there is no copy: the client may be as good as ever, so it must not be told it is unknown. */
export class DocumentUnavailable extends Error {
  override readonly name = 'DocumentUnavailable';
  readonly url: string;
  /** For people: a clause that follows the document's address. */
  readonly why: string;
  constructor(url: string, why: string, cause?: unknown) {
    super(`The client metadata document ${url} could not be read: ${why}.`, { cause });
    this.url = url;
    this.why = why;
  }
}

/** What a network without a way out is set to. */
export const refuseToFetch: Fetch = async () => {
  throw new NotFetchedHere();
};

class NotFetchedHere extends Error {
  override readonly name = 'NotFetchedHere';
}

/** The request as the provider makes it; `dispatcher` is its guard against addresses inside our network. */
type GuardedInit = RequestInit & { readonly dispatcher?: unknown };
export type Fetch = (url: string, init: GuardedInit) => Promise<Response>;

/**
 * Whether a client ID metadata document may be fetched from this host at all. The provider's guard looks at the address a
 * connection really reached; this refuses the names that need no look, before any connection is made.
 */
export function isPublicHost(clientId: string): boolean {
  const { hostname } = new URL(clientId);
  const name = hostname.replace(/\.$/, '').toLowerCase();
  const local =
    !name.includes('.') || /\.(?:localhost|local|internal|intranet|lan|home|home\.arpa|test|invalid)$/.test(name);
  return isIP(name.replace(/^\[|\]$/g, '')) === 0 && !local;
}

/**
 * Reads client ID metadata documents and keeps the last good copy of each, because the hosts of large clients refuse requests from
 * data centres now and then, and a client whose identity fails drops its tokens. Judging the document is the provider's and the
 * client policy's. Never fetches without the provider's guard.
 */
export function createDocumentFetch(pool: Pool, log: Logger, fetchDocument: Fetch = guardedFetch): Fetch {
  return async (url, init) => {
    let response: Response | undefined;
    let cause: unknown;
    try {
      response = await fetchDocument(url, init);
      if (response.status === 200) return await renewCopy(pool, url, response);
    } catch (error) {
      cause = error;
    }
    const copy = await readCopy(pool, url);
    log.warn(
      { err: cause, url, status: response?.status, copy: copy !== undefined },
      'client metadata document failed',
    );
    if (copy !== undefined) return staleResponse(copy);
    const assumed = assumedClient(url);
    if (assumed) return staleResponse(assumed);
    if (response && (response.status === 404 || response.status === 410)) return response;
    throw new DocumentUnavailable(url, whyNot(response, cause), cause);
  };
}

function whyNot(response: Response | undefined, cause: unknown): string {
  if (cause instanceof NotFetchedHere) return 'this server is set to fetch no such documents';
  if (response) {
    if (response.status >= 300 && response.status < 400)
      return `its host answered with a redirect (${response.status}), which is not followed`;
    return `its host answered ${response.status}${response.status === 403 ? ', which refuses this server' : ''}`;
  }
  const codes = causesOf(cause).flatMap((error) => [String((error as { code?: unknown }).code), error.name]);
  const known = codes.find((code) => code in NETWORK_FAILURES);
  return known ? (NETWORK_FAILURES[known] ?? '') : 'its host could not be reached from this server';
}

/** By the code of Node or the name of the error. */
const NETWORK_FAILURES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name of its host is not known here',
  EAI_AGAIN: 'the name of its host could not be looked up from this server',
  ECONNREFUSED: 'its host refused the connection',
  ECONNRESET: 'its host broke off the connection',
  ENETUNREACH: 'this server has no way to its host',
  EHOSTUNREACH: 'this server has no way to its host',
  ETIMEDOUT: 'its host did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'its host did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'its host did not answer in time',
  TimeoutError: 'its host did not answer in time',
  AbortError: 'its host did not answer in time',
  CERT_HAS_EXPIRED: 'the certificate of its host has expired',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate of its host is not trusted here',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of its host is not trusted here',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of its host is not trusted here',
};

/** An error and what caused it, outermost first. */
function causesOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

function guardedFetch(url: string, init: GuardedInit): Promise<Response> {
  if (!init.dispatcher)
    throw new Error('The guard against addresses inside the network is missing; nothing was fetched.');
  return fetch(url, init);
}

/** Hands the body on as it is when it is not a document that names itself: the provider says what is wrong with it. */
async function renewCopy(pool: Pool, url: string, response: Response): Promise<Response> {
  const body = Buffer.from(await readAtMost(response, DOCUMENT_BYTES_MAX + 1));
  const answer = new Response(body, { status: 200, headers: cacheHeaders(response) });
  const document = body.length > DOCUMENT_BYTES_MAX ? undefined : parseDocument(body.toString(), url);
  if (document === undefined) return answer;
  await withQueries(pool, (db) =>
    db
      .updateTable('clientMetadataDocument')
      .set({ document: JSON.stringify(document), fetchedAt: new Date().toISOString() })
      .where('url', '=', url)
      .execute(),
  );
  return answer;
}

/**
 * Begins to keep a copy of a client's document, once somebody consented to it: before that anybody could make us keep any number.
 * Expects what the provider made of the document.
 */
export async function keepDocument(queries: Queries, metadata: ClientMetadata): Promise<void> {
  if (pinnedClient(metadata.client_id)) return;
  const kept = { document: JSON.stringify(metadata), fetchedAt: new Date().toISOString() };
  await queries
    .insertInto('clientMetadataDocument')
    .values({ url: metadata.client_id, ...kept })
    .onConflict((conflict) => conflict.column('url').doUpdateSet(kept))
    .execute();
}

function cacheHeaders(response: Response): Record<string, string> {
  const entries = ['cache-control', 'expires'].map((name) => [name, response.headers.get(name)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function parseDocument(text: string, url: string): object | undefined {
  try {
    const document: unknown = JSON.parse(text);
    const named = typeof document === 'object' && document !== null && 'client_id' in document;
    return named && document.client_id === url ? document : undefined;
  } catch {
    return undefined;
  }
}

async function readAtMost(response: Response, bytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    received += chunk.length;
    if (received >= bytes) break;
  }
  return Buffer.concat(chunks);
}

async function readCopy(pool: Pool, url: string): Promise<unknown> {
  const [row] = await withQueries(pool, (db) =>
    db.selectFrom('clientMetadataDocument').select('document').where('url', '=', url).execute(),
  );
  return row?.document;
}

function staleResponse(document: unknown): Response {
  return Response.json(document, { headers: { 'cache-control': `max-age=${STALE_SECONDS}` } });
}
