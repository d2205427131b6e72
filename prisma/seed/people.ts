import { INVITATION_TTL_DAYS } from '@countersign/contracts/invitation';
import type { Tx } from '@countersign/contracts/request-context';
import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { hash } from '@node-rs/argon2';

export const DEMO_PASSWORD = 'countersign-demo';

const DAY_MS = 86_400_000;

const PEOPLE = ['ada', 'ben', 'cleo', 'finn', 'dana'] as const;

/** How long each has been with the organizations they are in, so that nobody is younger than what they are said to have done. */
const DAYS_THERE: Record<(typeof PEOPLE)[number], number> = { ada: 730, dana: 710, finn: 640, ben: 520, cleo: 430 };

export interface DemoOrganization {
  readonly slug: string;
  readonly name: string;
  readonly write: boolean;
  readonly billingWrite: boolean;
  readonly teams: readonly string[];
  readonly roles: Partial<Record<(typeof PEOPLE)[number], Role>>;
  readonly inTeam: Partial<Record<(typeof PEOPLE)[number], string>>;
}

export const DEMO_ORGANIZATIONS: readonly DemoOrganization[] = [
  {
    slug: 'acme',
    name: 'Acme Studio',
    write: true,
    billingWrite: false,
    teams: ['Design', 'Engineering'],
    roles: { ada: 'owner', ben: 'member', cleo: 'viewer', finn: 'finance' },
    inTeam: { ben: 'Design' },
  },
  {
    slug: 'globex',
    name: 'Globex',
    write: false,
    billingWrite: false,
    teams: [],
    roles: { ada: 'member', dana: 'owner' },
    inTeam: {},
  },
  {
    slug: 'initech',
    name: 'Initech',
    write: true,
    billingWrite: true,
    teams: ['Delivery'],
    roles: { ada: 'admin', finn: 'finance' },
    inTeam: {},
  },
];

/** The demo people, organizations, teams and memberships. */
export async function seedPeople(db: Queries): Promise<void> {
  const passwordHash = await hash(DEMO_PASSWORD);
  await db
    .insertInto('user')
    .values(
      PEOPLE.map((name) => ({
        id: fixedId('user', name),
        email: `${name}@example.test`,
        name: name[0]?.toUpperCase() + name.slice(1),
        passwordHash,
        emailProvedAt: daysAgo(DAYS_THERE[name]),
        createdAt: daysAgo(DAYS_THERE[name]),
      })),
    )
    .execute();
  for (const organization of DEMO_ORGANIZATIONS) {
    const organizationId = fixedId('organization', organization.slug);
    await db
      .insertInto('organization')
      .values({
        id: organizationId,
        slug: organization.slug,
        name: organization.name,
        mcpWrite: organization.write,
        mcpBillingWrite: organization.billingWrite,
        createdAt: daysAgo(DAYS_THERE.ada),
      })
      .execute();
    for (const name of organization.teams) {
      await db
        .insertInto('team')
        .values({ organizationId, id: fixedId('team', organization.slug, name), name })
        .execute();
    }
    for (const person of PEOPLE) {
      const role = organization.roles[person];
      if (role === undefined) continue;
      const createdAt = daysAgo(DAYS_THERE[person]);
      await db
        .insertInto('membership')
        .values({ organizationId, userId: fixedId('user', person), role, createdAt })
        .execute();
    }
    for (const [person, team] of Object.entries(organization.inTeam)) {
      await db
        .insertInto('teamMembership')
        .values({ organizationId, teamId: fixedId('team', organization.slug, team), userId: fixedId('user', person) })
        .execute();
    }
  }
}

function daysAgo(count: number): string {
  return new Date(Date.now() - count * DAY_MS).toISOString();
}

/** Somebody who has not answered yet. No mail goes out for it; “Send again” writes one. */
export async function seedInvitation(tx: Tx, { slug, teams, roles }: DemoOrganization): Promise<void> {
  const sentAt = new Date(Date.now() - DAY_MS);
  await queries(tx)
    .insertInto('invitation')
    .values({
      organizationId: fixedId('organization', slug),
      id: fixedId('invitation', slug, 'eve'),
      email: 'eve@example.test',
      role: 'member',
      teamIds: teams.slice(-1).map((team) => fixedId('team', slug, team)),
      invitedBy: fixedId('user', roles.dana ? 'dana' : 'ada'),
      createdAt: sentAt.toISOString(),
      sentAt: sentAt.toISOString(),
      expiresAt: new Date(sentAt.getTime() + INVITATION_TTL_DAYS * DAY_MS).toISOString(),
    })
    .execute();
}
