import {
  type OAuthScope,
  oauthScopesOfRole,
  oauthScopesOfSwitches,
  type Role,
  type Switches,
} from '@countersign/contracts/scopes';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { isListedClient } from '../connections/is-listed-client.ts';

/** An organization as one of its members may hand it on to a client. */
export interface MemberOrganization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
  readonly switches: Switches;
  /** Whether its list of assistants lets the client at hand connect. */
  readonly clientListed: boolean;
  /** The teams this person may narrow a connection to: all for admins and owners, their own for others. */
  readonly teams: readonly { readonly id: string; readonly name: string }[];
}

/** Whether this role decides for its organization. */
export function decides(role: Role): boolean {
  return role === 'owner' || role === 'admin';
}

/** Every organization the person is a member of, by name, as it looks at this client. */
export async function listMemberOrganizations(
  pool: Pool,
  userId: string,
  client: { readonly host: string | null; readonly redirectHost: string },
): Promise<MemberOrganization[]> {
  return withQueries(pool, async (db) => {
    const organizations = await db
      .selectFrom('membership')
      .innerJoin('organization', 'organization.id', 'membership.organizationId')
      .select(['id', 'slug', 'name', 'role', 'mcpAccess', 'mcpWrite', 'mcpBillingWrite'])
      .select(isListedClient(client.host, client.redirectHost).as('clientListed'))
      .where('userId', '=', userId)
      .orderBy('name')
      .orderBy('slug')
      .execute();
    const teams = await db
      .selectFrom('team')
      .innerJoin('membership', 'membership.organizationId', 'team.organizationId')
      .leftJoin('teamMembership', (join) =>
        join
          .onRef('teamMembership.organizationId', '=', 'team.organizationId')
          .onRef('teamMembership.teamId', '=', 'team.id')
          .onRef('teamMembership.userId', '=', 'membership.userId'),
      )
      .select(['team.organizationId', 'team.id', 'team.name'])
      .where('membership.userId', '=', userId)
      .where((where) =>
        where.or([where('membership.role', 'in', ['owner', 'admin']), where('teamMembership.userId', 'is not', null)]),
      )
      .orderBy('team.name')
      .execute();
    return organizations.map(({ id, slug, name, role, mcpAccess, mcpWrite, mcpBillingWrite, clientListed }) => ({
      id,
      slug,
      name,
      role: role as Role,
      clientListed,
      switches: { access: mcpAccess, write: mcpWrite, billingWrite: mcpBillingWrite },
      teams: teams.filter((team) => team.organizationId === id).map((team) => ({ id: team.id, name: team.name })),
    }));
  });
}

/** What stands between this person and handing on one scope in this organization. A role comes first: no switch cures it. */
export function obstacleTo(
  scope: OAuthScope,
  { role, switches, clientListed }: Pick<MemberOrganization, 'role' | 'switches' | 'clientListed'>,
): 'access_switch' | 'client_list' | 'role' | 'write_switch' | 'billing_switch' | undefined {
  if (!switches.access) return 'access_switch';
  if (!clientListed) return 'client_list';
  if (!oauthScopesOfRole(role).includes(scope)) return 'role';
  if (oauthScopesOfSwitches(switches).includes(scope)) return undefined;
  return switches.write ? 'billing_switch' : 'write_switch';
}

export interface Decider {
  readonly name: string;
  readonly role: string;
}

/** The admins and owners of an organization, who can turn its switches and change roles. Owners first. */
export async function listDeciders(pool: Pool, organizationId: string): Promise<Decider[]> {
  const rows = await withQueries(pool, (db) =>
    db
      .selectFrom('membership')
      .innerJoin('user', 'user.id', 'membership.userId')
      .select(['user.name', 'membership.role'])
      .where('organizationId', '=', organizationId)
      .where('role', 'in', ['owner', 'admin'])
      .orderBy('role', 'desc')
      .orderBy('user.name')
      .execute(),
  );
  return rows;
}
