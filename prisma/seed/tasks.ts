import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { dayAfter, workdayFrom } from './calendar-days.ts';
import { pick } from './directory.ts';
import type { DemoOrganization } from './people.ts';
import { type DemoPhase, type DemoProject, demoProjects } from './projects.ts';

const ESTIMATES = [60, 120, 240, 90, 480, null];
const PRIORITIES = ['normal', 'normal', 'high', 'normal', 'low'];

/** What there is to do in the organization's projects. */
export async function seedTasks(tx: Tx, organization: DemoOrganization, today: string): Promise<void> {
  const organizationId = fixedId('organization', organization.slug);
  const tasks = demoProjects(organization, today).flatMap((project, index) => [
    ...project.phases.flatMap((phase) =>
      phase.titles.map((title, place) => ({
        id: fixedId('task', organization.slug, project.name, phase.name, place),
        ...aTask(project, phase, title, index * 5 + place * 3, today),
      })),
    ),
    {
      id: fixedId('task', organization.slug, project.name, 'status'),
      ...aTask(project, null, 'Write the weekly status', index, today),
    },
  ]);
  await queries(tx)
    .insertInto('task')
    .values(tasks.map((task) => ({ organizationId, ...task })))
    .execute();
}

function aTask(project: DemoProject, phase: DemoPhase | null, title: string, seed: number, today: string) {
  const place = phase ? phase.titles.indexOf(title) + 1 : 0;
  const share = phase ? place / phase.titles.length : 1;
  const [from, to] = phase ? [phase.startsOn, phase.dueOn] : [today, dayAfter(today, 7)];
  const lengthDays = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const dueOn = workdayFrom(dayAfter(from, Math.floor(lengthDays * share)));
  const status = statusOf(project, dueOn, seed, today);
  return {
    projectId: project.id,
    phaseId: phase?.id ?? null,
    title,
    description: seed % 4 === 0 ? 'See the notes of the last meeting. Ask before spending more than the estimate.' : '',
    status,
    priority: pick(PRIORITIES, seed),
    assigneeId: seed % 6 === 5 ? null : fixedId('user', pick(project.people, seed)),
    // Some have no day: whenever there is time.
    dueOn: seed % 11 === 10 ? null : dueOn,
    estimateMinutes: pick(ESTIMATES, seed),
    completedAt: status === 'done' ? `${dueOn < today ? dueOn : dayAfter(today, -1)}T13:15:00Z` : null,
    createdAt: `${dayAfter(project.startsOn, -7)}T08:00:00Z`,
    updatedAt: `${dayAfter(today, -1 - (seed % 20))}T10:00:00Z`,
  };
}

function statusOf(project: DemoProject, dueOn: string, seed: number, today: string): string {
  if (project.status === 'done') return 'done';
  // A few are late, as in any firm.
  if (dueOn < today) return seed % 8 === 3 ? 'doing' : 'done';
  if (project.status !== 'active' || dueOn > dayAfter(today, 21)) return 'todo';
  return pick(['doing', 'todo', 'blocked', 'doing'], seed);
}
