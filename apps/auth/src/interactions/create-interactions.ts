import { recordEvents } from '@countersign/access/audit/audit';
import { isLoopback, redirectKind } from '@countersign/access/principals/uri-policy';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { Clock } from '@countersign/runtime/clock';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errors, type InteractionResults, type Provider, type Interaction as ProviderInteraction } from 'oidc-provider';
import { allowConnection } from '../connections/allow-connection.ts';
import { organizationOfClient } from '../connections/client-organization.ts';
import { CONSOLE_CLIENT_ID } from '../provider/console-client.ts';
import { keepDocument } from '../provider/metadata-documents.ts';
import { ASKED_SCOPE, askedScopes, PROOF_AFTER } from '../provider/normalize-request.ts';
import { originOf } from '../provider/request-origin.ts';
import { runInTransaction } from '../provider/request-transaction.ts';
import { readResource } from '../provider/resources.ts';
import { ConsentRefused, type Interaction, type Interactions } from './interactions.ts';

export interface InteractionsDeps {
  /** The provider of this moment: it is replaced when signing keys change. */
  readonly provider: () => Provider;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly mcpUrl: string;
}

/** The seam between the pages and the provider. Interactions live in the database, bound to the browser by a signed cookie. */
export function createInteractions({ provider, pool, clock, mcpUrl }: InteractionsDeps): Interactions {
  async function details(request: FastifyRequest, reply: FastifyReply): Promise<ProviderInteraction | undefined> {
    return unlessGone(provider().interactionDetails(request.raw, reply.raw));
  }

  function finish(request: FastifyRequest, reply: FastifyReply, result: InteractionResults): Promise<string> {
    return provider().interactionResult(request.raw, reply.raw, result);
  }

  /**
   * Ends the provider's own session of whoever used this browser before. Left alone, the provider would resume with a page that signs
   * out by script.
   */
  async function leaveOtherPerson(request: FastifyRequest, reply: FastifyReply, userId: string): Promise<void> {
    const session = await provider().Session.get(provider().createContext(request.raw, reply.raw));
    if (!session.accountId || session.accountId === userId) return;
    const found = await details(request, reply);
    await session.destroy();
    if (!found) return;
    delete found.session;
    await found.persist();
  }

  async function describe(found: ProviderInteraction): Promise<Interaction | undefined> {
    const {
      client_id: clientId,
      redirect_uri: redirectUri,
      resource,
      [ASKED_SCOPE]: asked,
      [PROOF_AFTER]: proofAfter,
    } = found.params;
    if (typeof clientId !== 'string' || typeof redirectUri !== 'string') return undefined;
    const client = await unlessGone(provider().Client.find(clientId));
    if (!client || (found.prompt.name !== 'login' && found.prompt.name !== 'consent')) return undefined;
    const firstParty = clientId === CONSOLE_CLIENT_ID;
    const madeFor = (await withQueries(pool, (db) => organizationOfClient(db, clientId))) ?? null;
    const named = typeof resource === 'string' ? readResource(mcpUrl, resource) : undefined;
    const verifiedHost = clientId.startsWith('https://') ? new URL(clientId).host : null;
    return {
      uid: found.uid,
      prompt: found.prompt.name,
      userId: found.prompt.name === 'consent' ? (found.session?.accountId ?? null) : null,
      client: { id: clientId, name: client.clientName ?? verifiedHost ?? 'Unnamed client', verifiedHost, firstParty },
      redirectUri,
      redirectHost: redirectHost(redirectUri),
      redirectsToLoopback: redirectKind(redirectUri) !== 'web' || isLoopback(redirectUri),
      proofAfter: typeof proofAfter === 'string' ? new Date(proofAfter) : null,
      requested: firstParty ? [] : askedScopes(asked),
      resource: named?.canonical ?? '',
      madeFor: madeFor && { slug: madeFor.slug, name: madeFor.name },
      // An address of another organization stays, and is refused.
      organizationSlug: named?.organizationSlug ?? madeFor?.slug ?? null,
      readOnly: named?.readOnly ?? false,
    };
  }

  return {
    async find(request, reply) {
      const found = await details(request, reply);
      return found && describe(found);
    },

    // Not remembered: each authorization asks the pages again, so it continues as the person who is signed in there.
    async signedIn(request, reply, { userId, loginSessionId, provedAt }) {
      await leaveOtherPerson(request, reply, userId);
      // Where the client asks for `auth_time`, it is told this.
      const ts = Math.floor(Date.parse(provedAt) / 1000);
      return finish(request, reply, { login: { accountId: userId, remember: false, loginSessionId, ts } });
    },

    async allow(request, reply, decision) {
      const found = await details(request, reply);
      const interaction = found && (await describe(found));
      if (!interaction || interaction.prompt !== 'consent' || interaction.client.firstParty) throw expired();
      if (interaction.userId !== decision.userId) throw new ConsentRefused('membership');
      return transaction(pool, (queries) =>
        runInTransaction(queries, async () => {
          const grant = new (provider().Grant)({ accountId: decision.userId, clientId: interaction.client.id });
          grant.addResourceScope(interaction.resource, found.params.scope as string);
          const grantId = await grant.save();
          const consentRequest = {
            clientId: interaction.client.id,
            clientName: interaction.client.name,
            clientHost: interaction.client.verifiedHost,
            redirectHost: interaction.redirectHost,
            resource: interaction.resource,
            organizationSlug: interaction.organizationSlug,
            requested: interaction.requested,
          };
          const client = interaction.client.verifiedHost
            ? await provider().Client.find(interaction.client.id)
            : undefined;
          if (client) await keepDocument(queries, client.metadata());
          await allowConnection(queries, grantId, consentRequest, decision, clock(), originOf(request));
          return finish(request, reply, { consent: { grantId } });
        }),
      );
    },

    async deny(request, reply, description) {
      const found = await details(request, reply);
      const interaction = found && (await describe(found));
      if (!interaction) throw expired();
      return transaction(pool, (queries) =>
        runInTransaction(queries, async () => {
          await recordEvents(queries, [
            {
              action: 'consent.refused',
              outcome: 'refused',
              userId: interaction.userId,
              clientId: interaction.client.id,
              ...(interaction.userId ? { actorKind: 'user', actorId: interaction.userId } : {}),
              ...originOf(request),
              details: { description, requested: interaction.requested },
            },
          ]);
          return finish(request, reply, { error: 'access_denied', error_description: description });
        }),
      );
    },
  };
}

function redirectHost(redirectUri: string): string {
  const url = new URL(redirectUri);
  // With its colon, because a private-use scheme such as `com.example.app` reads like a host.
  return redirectKind(redirectUri) === 'private-use' ? url.protocol : url.host;
}

/** What is gone is undefined: an interaction of another browser or past its time, a client that exists no more. */
async function unlessGone<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof errors.SessionNotFound || error instanceof errors.InvalidClient) return undefined;
    throw error;
  }
}

function expired(): errors.SessionNotFound {
  return new errors.SessionNotFound('The authorization request has expired. Start again from the client.');
}
