import type { ApiKeyState, ApiKeyView } from '@countersign/contracts/console-api-keys';
import type { ApiKeyKind } from '@countersign/contracts/key-scopes';
import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { endedShownSince } from '../connections/my-connections.ts';
import { keyScopeViews } from './key-scope-views.ts';

/** Narrows keys to those of one person, of one organization, or to one alone. */
export interface WhichKeys {
  readonly userId?: string;
  readonly organizationId?: string;
  readonly id?: string;
}

/** API keys, the newest first; those that ended stay for 90 days. Does not check who asks. */
export async function apiKeyViews(queries: Queries, which: WhichKeys, now: Date): Promise<ApiKeyView[]> {
  const { userId, organizationId, id } = which;
  const since = endedShownSince(now);
  const rows = await keyRows(queries)
    .$if(userId !== undefined, (query) => query.where('apiKey.userId', '=', userId ?? ''))
    .$if(organizationId !== undefined, (query) => query.where('apiKey.organizationId', '=', organizationId ?? ''))
    .$if(id !== undefined, (query) => query.where('apiKey.id', '=', id ?? ''))
    .where((where) => where.or([where('revokedAt', 'is', null), where('revokedAt', '>', since)]))
    .where((where) => where.or([where('expiresAt', 'is', null), where('expiresAt', '>', since)]))
    .orderBy('apiKey.createdAt', 'desc')
    .orderBy('apiKey.id', 'desc')
    .execute();
  return rows.map((row) => toView(row, now));
}

function keyRows(queries: Queries) {
  return queries
    .selectFrom('apiKey')
    .innerJoin('organization', 'organization.id', 'apiKey.organizationId')
    .leftJoin('user as owner', 'owner.id', 'apiKey.userId')
    .leftJoin('membership', (join) =>
      join
        .onRef('membership.organizationId', '=', 'apiKey.organizationId')
        .onRef('membership.userId', '=', 'apiKey.userId'),
    )
    .leftJoin('user as creator', 'creator.id', 'apiKey.createdBy')
    .leftJoin('user as revoker', 'revoker.id', 'apiKey.revokedBy')
    .select([
      'apiKey.id',
      'apiKey.kind',
      'apiKey.name',
      'apiKey.prefix',
      'apiKey.scopes',
      'apiKey.allowedAddresses',
      'apiKey.createdAt',
      'apiKey.lastUsedAt',
      'apiKey.expiresAt',
      'apiKey.revokedAt',
      'apiKey.revokedReason',
      'organization.slug',
      'organization.name as organizationName',
      'organization.mcpAccess',
      'organization.mcpWrite',
      'organization.mcpBillingWrite',
      'membership.role',
      'owner.name as ownerName',
      'owner.email as ownerEmail',
      'creator.name as creatorName',
      'creator.email as creatorEmail',
      'revoker.name as revokerName',
      'revoker.email as revokerEmail',
    ]);
}

type KeyRow = Awaited<ReturnType<ReturnType<typeof keyRows>['execute']>>[number];

function toView(row: KeyRow, now: Date): ApiKeyView {
  const { revokedAt, revokedReason } = row;
  const kind = row.kind as ApiKeyKind;
  const switches = { access: row.mcpAccess, write: row.mcpWrite, billingWrite: row.mcpBillingWrite };
  return {
    id: row.id,
    kind,
    state: stateOf(row, now),
    name: row.name,
    prefix: row.prefix,
    organization: { slug: row.slug, name: row.organizationName },
    owner: person(row.ownerName, row.ownerEmail),
    scopes: keyScopeViews({ kind, scopes: row.scopes }, switches, row.role as Role | null),
    allowedAddresses: row.allowedAddresses.map(withoutWholeMask),
    createdAt: row.createdAt,
    createdBy: person(row.creatorName, row.creatorEmail),
    lastUsedAt: row.lastUsedAt,
    expiresAt: row.expiresAt,
    revoked:
      revokedAt && revokedReason
        ? { at: revokedAt, reason: revokedReason, by: person(row.revokerName, row.revokerEmail) }
        : null,
  };
}

/** The same order of reasons as the gate of the resource server. */
function stateOf({ revokedAt, expiresAt }: KeyRow, now: Date): ApiKeyState {
  if (revokedAt) return 'revoked';
  return expiresAt && Date.parse(expiresAt) <= now.getTime() ? 'expired' : 'active';
}

function person(name: string | null, email: string | null) {
  return name !== null && email !== null ? { name, email } : null;
}

/** A single address reads better without the mask that says so. */
function withoutWholeMask(address: string): string {
  return address.replace(address.includes(':') ? /\/128$/ : /\/32$/, '');
}
