import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import {
  normalizeOAuthScopes,
  type OAuthScope,
  oauthScopesOfRole,
  oauthScopesOfSwitches,
  type Role,
} from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { newId } from '@countersign/runtime/ids';
import { type ConsentDecision, ConsentRefused } from '../interactions/interactions.ts';
import { isReadOnly } from '../provider/resources.ts';
import { organizationOfClient } from './client-organization.ts';
import { isListedClient } from './is-listed-client.ts';
import { mayUseTeam } from './team-eligibility.ts';

/** The absolute life of a connection, however often it is renewed. */
export const CONNECTION_DAYS = 365;

/** All that can be approved at an address that only reads, whatever a form says. */
const READING: readonly OAuthScope[] = ['mcp:read'];

/** The client's side of a consent: what the authorization request said. */
export interface ConsentRequest {
  readonly clientId: string;
  readonly clientName: string;
  readonly clientHost: string | null;
  readonly redirectHost: string;
  readonly resource: string;
  readonly organizationSlug: string | null;
  readonly requested: readonly OAuthScope[];
}

/**
 * Stores a consent as a connection, pending until its first token. Must run in the transaction that saves the provider's grant: the
 * organization stays share-locked until the commit, so a switch turned off meanwhile is either seen here or comes after.
 *
 * Throws ConsentRefused for anything the organization, its switches or the person's role withhold.
 */
export async function allowConnection(
  queries: Queries,
  grantId: string,
  request: ConsentRequest,
  decision: ConsentDecision,
  now: Date,
  origin: Pick<NewAuditEvent, 'address' | 'userAgent' | 'requestId'>,
): Promise<void> {
  const approved = isReadOnly(request.resource) ? READING : normalizeOAuthScopes(decision.approved);
  await checkDecision(queries, request, decision, approved);
  const id = newId();
  const { userId, organizationId, teamId } = decision;
  await queries
    .insertInto('connection')
    .values({
      id,
      grantId,
      clientId: request.clientId,
      clientName: request.clientName,
      clientHost: request.clientHost,
      redirectHost: request.redirectHost,
      userId,
      organizationId,
      teamId,
      resource: request.resource,
      requested: [...request.requested],
      approved: [...approved],
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + CONNECTION_DAYS * 86_400_000).toISOString(),
    })
    .execute();
  await queries
    .updateTable('client')
    .set({ lastUsedAt: now.toISOString() })
    .where('id', '=', request.clientId)
    .execute();
  await recordEvents(queries, [
    {
      action: 'consent.given',
      organizationId,
      connectionId: id,
      userId,
      clientId: request.clientId,
      actorKind: 'user',
      actorId: userId,
      ...origin,
      details: { requested: request.requested, approved, teamId, resource: request.resource },
    },
  ]);
}

async function checkDecision(
  queries: Queries,
  request: ConsentRequest,
  { organizationId, userId, teamId }: ConsentDecision,
  approved: readonly OAuthScope[],
): Promise<void> {
  const [organization] = await queries
    .selectFrom('organization')
    .select([
      'slug',
      'mcpAccess',
      'mcpWrite',
      'mcpBillingWrite',
      isListedClient(request.clientHost, request.redirectHost).as('clientListed'),
    ])
    .where('id', '=', organizationId)
    .forShare()
    .execute();
  const [membership] = await queries
    .selectFrom('membership')
    .select('role')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .forShare()
    .execute();
  if (!organization || !membership) throw new ConsentRefused('membership');
  if (request.organizationSlug !== null && request.organizationSlug !== organization.slug) {
    throw new ConsentRefused('membership');
  }
  const ofClient = await organizationOfClient(queries, request.clientId);
  if (ofClient && ofClient.id !== organizationId) throw new ConsentRefused('membership');
  const role = membership.role as Role;
  if (teamId !== null && !(await mayUseTeam(queries, organizationId, teamId, userId, role))) {
    throw new ConsentRefused('team');
  }
  if (!organization.mcpAccess) throw new ConsentRefused('access_switch');
  if (!organization.clientListed) throw new ConsentRefused('client_list');
  const ofRole = oauthScopesOfRole(role);
  if (!approved.every((scope) => ofRole.includes(scope))) throw new ConsentRefused('role');
  const ofSwitches = oauthScopesOfSwitches({
    access: organization.mcpAccess,
    write: organization.mcpWrite,
    billingWrite: organization.mcpBillingWrite,
  });
  const withheld = approved.find((scope) => !ofSwitches.includes(scope));
  if (withheld) throw new ConsentRefused(withheld === 'mcp:write' ? 'write_switch' : 'billing_switch');
}
