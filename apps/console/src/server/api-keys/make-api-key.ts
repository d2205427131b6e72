import { recordEvents } from '@countersign/access/audit/audit';
import { createApiKey } from '@countersign/access/keys/create-api-key';
import { noticeOfNewKey } from '@countersign/access/notices/api-key-created';
import type { CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { auditOrigin } from '../wire/audit-origin.ts';
import type { OrganizationMembership } from '../write-access/organization-membership.ts';
import { apiKeyViews } from './api-key-views.ts';
import type { NewKey } from './new-api-key.ts';

/** Enough for one key each for many programs; a list that nobody can oversee protects nobody. */
const ORGANIZATION_KEYS_MAX = 100;
const PERSONAL_KEYS_MAX = 20;
const DAY_MS = 86_400_000;

export interface Maker {
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  readonly now: Date;
  readonly origin: ReturnType<typeof auditOrigin>;
  readonly consoleUrl: string;
}

/**
 * Makes a key, records it and tells the admins, in the caller's transaction. `userId` makes it that person's own. Does not check who
 * asks or what the scopes allow.
 */
export async function makeApiKey(
  queries: Queries,
  { organization }: OrganizationMembership,
  userId: string | null,
  { name, scopes, expiresInDays, allowedAddresses }: NewKey,
  { person, now, origin, consoleUrl }: Maker,
): Promise<CreatedApiKeyView> {
  await assertRoomForAnother(queries, organization.id, userId, now);
  const kind = userId === null ? 'organization' : 'personal';
  const expiresAt = expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * DAY_MS).toISOString();
  const { id, key } = await createApiKey(queries, {
    kind,
    organizationId: organization.id,
    userId,
    name,
    scopes,
    allowedAddresses,
    expiresAt,
    createdBy: person.id,
  });
  const [apiKey] = await apiKeyViews(queries, { id }, now);
  if (!apiKey) throw new Error('A key that was made is not there.');
  const held = apiKey.scopes.map(({ scope }) => scope);
  await recordEvents(queries, [
    {
      action: 'api_key.created',
      organizationId: organization.id,
      apiKeyId: id,
      userId,
      details: { kind, name, prefix: apiKey.prefix, scopes: held, allowedAddresses, expiresAt },
      ...origin,
    },
  ]);
  await noticeOfNewKey(queries, organization, { ...apiKey, scopes: held }, person, consoleUrl);
  return { apiKey, key };
}

async function assertRoomForAnother(queries: Queries, organizationId: string, userId: string | null, now: Date) {
  const { live } = await queries
    .selectFrom('apiKey')
    .select(({ fn }) => fn.countAll<number>().as('live'))
    .where('organizationId', '=', organizationId)
    .where('userId', userId === null ? 'is' : '=', userId)
    .where('revokedAt', 'is', null)
    .where((where) => where.or([where('expiresAt', 'is', null), where('expiresAt', '>', now.toISOString())]))
    .executeTakeFirstOrThrow();
  const max = userId === null ? ORGANIZATION_KEYS_MAX : PERSONAL_KEYS_MAX;
  if (live >= max) {
    throw new AppError('conflict', `There are ${max} active keys already, which is the most. Revoke one first.`);
  }
}
