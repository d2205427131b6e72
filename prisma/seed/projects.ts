import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { dayAfter, workdayFrom } from './calendar-days.ts';
import { pick } from './directory.ts';
import type { DemoOrganization } from './people.ts';
import { ABOUT, ARCHIVED, KINDS, ON_HOLD, PLANS, type Plan } from './work-plans.ts';

/** The organization's customers that are not put away; directory makes at least this many. */
const CUSTOMERS = 30;

export interface DemoPhase {
  readonly id: string;
  readonly name: string;
  readonly titles: readonly string[];
  readonly startsOn: string;
  readonly dueOn: string;
}

export interface DemoProject {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly teamId: string | null;
  readonly status: string;
  readonly startsOn: string;
  readonly dueOn: string;
  readonly phases: readonly DemoPhase[];
  /** The people who can be given its work, by their short names; never empty. */
  readonly people: readonly string[];
}

/** The demo projects of an organization, the same for everyone who asks on the same day. */
export function demoProjects(organization: DemoOrganization, today: string): DemoProject[] {
  return (PLANS[organization.slug] ?? []).map((plan) => aProject(organization, plan, today));
}

function aProject(organization: DemoOrganization, plan: Plan, today: string): DemoProject {
  const [name, kind, team, startsIn, lengthDays] = plan;
  const { slug } = organization;
  const startsOn = workdayFrom(dayAfter(today, startsIn));
  const dueOn = workdayFrom(dayAfter(today, startsIn + lengthDays));
  const phases = KINDS[kind].map(([phase, titles], index, all) => ({
    id: fixedId('phase', slug, name, phase),
    name: phase,
    titles,
    startsOn: workdayFrom(dayAfter(today, startsIn + Math.floor((lengthDays * index) / all.length))),
    dueOn: workdayFrom(dayAfter(today, startsIn + Math.floor((lengthDays * (index + 1)) / all.length))),
  }));
  return {
    id: fixedId('project', slug, name),
    name,
    description: ABOUT[kind],
    teamId: team === null ? null : fixedId('team', slug, team),
    status: statusOf(name, startsOn, dueOn, today),
    startsOn,
    dueOn,
    phases,
    people: peopleFor(organization, team),
  };
}

function statusOf(name: string, startsOn: string, dueOn: string, today: string): string {
  if (ON_HOLD.has(name)) return 'on_hold';
  if (dueOn < today) return 'done';
  return startsOn > today ? 'planned' : 'active';
}

/** Those who write and can see the team's work: its members and the admins; for everybody's work, all but viewers. */
export function peopleFor({ roles, inTeam }: DemoOrganization, team: string | null): string[] {
  return Object.entries(roles)
    .filter(([person, role]) => {
      if (role === 'admin' || role === 'owner') return true;
      if (role === 'viewer') return false;
      return team === null || inTeam[person as keyof typeof inTeam] === team;
    })
    .map(([person]) => person);
}

/** What the organization works on. */
export async function seedProjects(tx: Tx, organization: DemoOrganization, today: string): Promise<void> {
  const organizationId = fixedId('organization', organization.slug);
  const projects = demoProjects(organization, today);
  const rows = projects.map(({ id, name, description, teamId, status, startsOn, dueOn, people }, index) => ({
    organizationId,
    id,
    name,
    description,
    teamId,
    status,
    startsOn,
    dueOn,
    // Every fifth is for the organization itself.
    customerId: index % 5 === 4 ? null : fixedId('customer', organization.slug, (index * 7) % CUSTOMERS),
    leadId: fixedId('user', pick(people, index)),
    // Some were agreed at a rate of their own.
    hourlyRateMinor: index % 3 === 1 ? 10_500 + (index % 4) * 750 : null,
    archivedAt: ARCHIVED.has(name) ? `${dayAfter(dueOn, 30)}T12:00:00Z` : null,
    createdAt: `${dayAfter(startsOn, -14 - index)}T09:00:00Z`,
    updatedAt: `${dayAfter(today, -1 - (index % 9))}T14:30:00Z`,
  }));
  await queries(tx).insertInto('project').values(rows).execute();
  const phases = projects.flatMap((project) =>
    project.phases.map(({ id, name, startsOn, dueOn }, position) => ({
      organizationId,
      projectId: project.id,
      id,
      name,
      position,
      startsOn,
      dueOn,
    })),
  );
  await queries(tx).insertInto('projectPhase').values(phases).execute();
}
