import { letWritesFinish } from '@countersign/access/gate/let-writes-finish';
import type { OrganizationCard } from '@countersign/contracts/console-api';
import { AppError } from '@countersign/contracts/errors';
import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';

export interface OrganizationMembership {
  readonly organization: { readonly id: string; readonly slug: string; readonly name: string };
  readonly role: Role;
}

/**
 * The person's membership in the organization at this address. One that does not exist and one the person is no member of
 * are the same `not_found`. `forChange` locks the organization and then the membership until the commit, in the order of
 * the resource server's gate, so neither a switch nor the role can change underneath; `keepRole` locks the membership alone.
 */
export async function membershipIn(
  queries: Queries,
  userId: string,
  slug: string,
  { forChange = false, keepRole = forChange }: { forChange?: boolean; keepRole?: boolean } = {},
): Promise<OrganizationMembership> {
  const organization = await queries
    .selectFrom('organization')
    .select(['id', 'slug', 'name'])
    .where('slug', '=', slug.toLowerCase())
    .$if(forChange, (query) => query.forNoKeyUpdate())
    .executeTakeFirst();
  const membership =
    organization &&
    (await queries
      .selectFrom('membership')
      .select('role')
      .where('organizationId', '=', organization.id)
      .where('userId', '=', userId)
      .$if(keepRole, (query) => query.forShare())
      .executeTakeFirst());
  if (!organization || !membership) {
    throw new AppError('not_found', 'There is no such organization, or you are not a member of it.');
  }
  return { organization, role: membership.role as Role };
}

/** As `membershipIn`, and refuses everybody but admins and owners. */
export async function adminMembershipIn(
  ...parameters: Parameters<typeof membershipIn>
): Promise<OrganizationMembership> {
  const membership = await membershipIn(...parameters);
  if (membership.role !== 'admin' && membership.role !== 'owner') {
    throw new AppError('role_forbids', 'Only an admin of this organization may see or change this.');
  }
  return membership;
}

/**
 * As `adminMembershipIn`, first of all in the transaction of a change: writes under way have committed, and neither switches
 * nor the role move until the commit. Asks twice, because only an admin may hold up the queue, and what holds is what is
 * true when nothing moves any more.
 */
export async function adminAboutToChange(
  queries: Queries,
  userId: string,
  slug: string,
): Promise<OrganizationMembership> {
  const { organization } = await adminMembershipIn(queries, userId, slug);
  await letWritesFinish(queries, organization.id);
  return adminMembershipIn(queries, userId, slug, { forChange: true });
}

/**
 * The same for a change that any member may make, of what is theirs. They hold up the queue of the organization they are in for no
 * longer than their own change takes.
 */
export async function memberAboutToChange(
  queries: Queries,
  userId: string,
  slug: string,
): Promise<OrganizationMembership> {
  const { organization } = await membershipIn(queries, userId, slug);
  await letWritesFinish(queries, organization.id);
  return membershipIn(queries, userId, slug, { forChange: true });
}

/** What every member may know: the organization, their role, and who its admins are. */
export async function organizationCard(queries: Queries, userId: string, slug: string): Promise<OrganizationCard> {
  const { organization, role } = await membershipIn(queries, userId, slug);
  const admins = await queries
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.userId')
    .select(['user.name', 'user.email'])
    .where('organizationId', '=', organization.id)
    .where('role', 'in', ['admin', 'owner'])
    .orderBy('user.name')
    .execute();
  return { slug: organization.slug, name: organization.name, role, admins };
}
