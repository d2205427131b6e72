import { randomBytes } from 'node:crypto';
import { SCOPE_LIMIT } from '@countersign/access/principals/access-token';
import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import type { Pool } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';
import type { Logger } from '@countersign/runtime/log';
import { acceptedKeys, deriveKey } from '@countersign/runtime/secret-key';
import { errors, type Grant, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { CONNECTION_DAYS } from '../connections/allow-connection.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { findAccount } from './account.ts';
import { createClientAdapter } from './client-adapter.ts';
import { AUTH_METHODS, applyClientPolicy, EXTRA_CLIENT_METADATA } from './client-policy.ts';
import { CONSOLE_CLIENT_ID, CONSOLE_SCOPES, consoleClient } from './console-client.ts';
import { tieGrant } from './grant-login-session.ts';
import { createInteractionPolicy } from './interaction-policy.ts';
import { type Fetch, isPublicHost } from './metadata-documents.ts';
import { ASKED_SCOPE, PROOF_AFTER } from './normalize-request.ts';
import { createPayloadAdapter } from './payload-adapter.ts';
import { renderError } from './render-error.ts';
import { inRequest } from './request-transaction.ts';
import { defaultResource, readResource } from './resources.ts';
import { tokenConnection } from './token-connection-of-request.ts';

export const ACCESS_TOKEN_SECONDS = 3600;
const REFRESH_TOKEN_DAYS = 60;
const DAY_SECONDS = 86_400;

export interface ProviderDeps {
  readonly urls: { readonly auth: string; readonly mcp: string; readonly console: string };
  readonly secretKey: string;
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  /** Whether metadata documents are offered; if not, those that are built in or kept still count. */
  readonly fetchesDocuments: boolean;
  readonly fetchDocument: Fetch;
}

/**
 * The authorization server for one set of signing keys. Holds no state of its own beyond caches, so it is simply made anew when the
 * keys change; what an earlier one issued stays good.
 */
export function createProvider(deps: ProviderDeps, keys: KeyRing): Provider {
  const { urls, secretKey, pool, clock, fetchDocument } = deps;
  const sealingKey = deriveKey(secretKey, 'sealing');
  const isConsole = (client: { clientId: string } | undefined) => client?.clientId === CONSOLE_CLIENT_ID;

  const provider = new Provider(urls.auth, {
    adapter: (model: string) =>
      model === 'Client' ? createClientAdapter(pool, sealingKey) : createPayloadAdapter(pool, model),
    jwks: { keys: keys.privateKeys },
    clients: [consoleClient(urls.console, secretKey)],
    cookies: {
      keys: acceptedKeys(deriveKey(secretKey, 'cookies')).map((key) => key.toString('base64url')),
      names: cookieNames(urls.auth),
    },
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      registration: '/oauth/register',
      revocation: '/oauth/revoke',
      jwks: '/oauth/jwks',
      end_session: '/oauth/session/end',
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    scopes: ['openid'],
    claims: { openid: ['sub', 'sid'], profile: ['name'], email: ['email'] },
    clientAuthMethods: [...AUTH_METHODS],
    clientDefaults: {
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
    },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    extraParams: { [ASKED_SCOPE]: requireNormalized, [PROOF_AFTER]: null },
    extraClientMetadata: {
      properties: EXTRA_CLIENT_METADATA,
      validator: (_ctx, key, _value, metadata) => {
        // Called once for each extra member; the policy looks at the whole document, so once is enough.
        if (key === EXTRA_CLIENT_METADATA[0]) applyClientPolicy(metadata);
      },
    },
    interactions: {
      policy: createInteractionPolicy(),
      url: (_ctx, interaction) => `/oauth/interaction/${interaction.uid}`,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      registration: {
        enabled: true,
        initialAccessToken: false,
        issueRegistrationAccessToken: false,
        secretFactory: () => randomBytes(32).toString('base64url'),
      },
      // A token is its own client's to revoke (RFC 7009 §2.1).
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId },
      clientIdMetadataDocument: {
        enabled: true,
        ack: 'draft-02',
        allowFetch: (_ctx, clientId) => isPublicHost(clientId),
        allowClient: () => true,
      },
      resourceIndicators: {
        enabled: true,
        // Of several resources none is chosen: a token has one audience.
        defaultResource: (_ctx, client, oneOf) => oneOf ?? (isConsole(client) ? undefined : defaultResource(urls.mcp)),
        useGrantedResource: () => true,
        getResourceServerInfo: async (ctx, indicator, client) => {
          const resource = isConsole(client) ? undefined : readResource(urls.mcp, indicator);
          const several = Array.isArray(ctx.oidc.params?.resource);
          if (resource?.canonical !== indicator || several) throw new errors.InvalidTarget();
          const scopes = ctx.oidc.route === 'token' ? (await tokenConnection(ctx, pool, clock)).issued : OAUTH_SCOPES;
          return {
            scope: scopes.join(' '),
            audience: resource.canonical,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256', kid: keys.activeKid } },
          };
        },
      },
    },
    // Token requests carry their credentials in the body and no cookie, so an origin proves nothing and hides nothing.
    clientBasedCORS: () => true,
    fetch: fetchDocument as typeof fetch,
    findAccount: (ctx, id) => findAccount(pool, ctx, id),
    loadExistingGrant: (ctx) => loadGrant(ctx, pool, isConsole(ctx.oidc.client)),
    issueRefreshToken: async (_ctx, client) => !isConsole(client) && client.grantTypeAllowed('refresh_token'),
    // Runs before the presented token is consumed, so what is refused here costs the client nothing.
    rotateRefreshToken: async (ctx) => {
      await tokenConnection(ctx, pool, clock);
      return true;
    },
    // A connection outlives the browser session it was made in.
    expiresWithSession: async () => false,
    extraTokenClaims: async (ctx, token) => {
      if (!ctx || isConsole(token.client)) return undefined;
      const { id, organizationId, teamId, limit } = await tokenConnection(ctx, pool, clock);
      return {
        org_id: organizationId,
        ...(teamId ? { team_id: teamId } : {}),
        connection_id: id,
        [SCOPE_LIMIT]: limit.join(' '),
      };
    },
    renderError,
    ttl: {
      AuthorizationCode: 60,
      AccessToken: (_ctx, token) => (token.resourceServer ? ACCESS_TOKEN_SECONDS : 300),
      IdToken: () => 300,
      Interaction: () => 3600,
      // As long as an interaction: a consent page that was open for a while must still lead somewhere.
      Session: () => 3600,
      Grant: (_ctx, grant) => (grant.clientId === CONSOLE_CLIENT_ID ? 900 : CONNECTION_DAYS * DAY_SECONDS),
      RefreshToken: () => REFRESH_TOKEN_DAYS * DAY_SECONDS,
    },
  });
  provider.proxy = true;
  provider.use(async (ctx, next) => {
    await next();
    if (!ctx.path.startsWith('/.well-known/') || ctx.status !== 200) return;
    Object.assign(ctx.body as object, ADVERTISED, { client_id_metadata_document_supported: deps.fetchesDocuments });
  });
  return provider;
}

/** Over https bound to it, and to this host where the path is the whole site (RFC 6265bis §4.1.3); an interaction's are for its path alone. */
function cookieNames(authUrl: string) {
  const [host, secure] = authUrl.startsWith('https:') ? ['__Host-', '__Secure-'] : ['', ''];
  return {
    session: `${host}oauth_session`,
    interaction: `${secure}oauth_interaction`,
    resume: `${secure}oauth_resume`,
  };
}

/** What is meant for others: clients ask for every scope that is listed, and the OpenID ones are the console's alone. */
const ADVERTISED = { scopes_supported: [...OAUTH_SCOPES, 'offline_access'], response_modes_supported: ['query'] };

/** A request that did not come through `normalizeAuthorizationRequest` would be judged by other rules than the ones we tell people. */
function requireNormalized(ctx: KoaContextWithOIDC, value: unknown): void {
  if (value === undefined && ctx.oidc.client?.clientId !== CONSOLE_CLIENT_ID) {
    throw new errors.InvalidRequest('the request could not be read');
  }
}

/** The grant that this very consent made. Never one of the session's: a person may connect one client to several organizations. */
async function loadGrant(ctx: KoaContextWithOIDC, pool: Pool, isConsole: boolean): Promise<Grant | undefined> {
  const { provider, session, result } = ctx.oidc;
  if (!isConsole) return result?.consent?.grantId ? provider.Grant.find(result.consent.grantId) : undefined;
  const loginSessionId = result?.login?.['loginSessionId'];
  if (typeof loginSessionId !== 'string' || !session?.accountId) return undefined;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: CONSOLE_CLIENT_ID });
  grant.addOIDCScope(CONSOLE_SCOPES.join(' '));
  const grantId = await grant.save();
  await inRequest(pool, (db) => tieGrant(db, grantId, loginSessionId));
  return grant;
}
