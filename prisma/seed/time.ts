import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { dayAfter, weekdayOf } from './calendar-days.ts';
import { pick } from './directory.ts';
import type { DemoOrganization } from './people.ts';
import { demoProjects } from './projects.ts';

const UNBILLED = 260;
/** How far back work waits for its invoice: some of it too long. */
const UNBILLED_DAYS = 48;
const BILLED = 180;
const DAY_MINUTES = 450;
/** Nobody works longer on one day, whatever was asked of them. */
const DAY_MINUTES_MAX = 540;
const PROJECTS_MAX = 12;

const DID = ['Design', 'Build', 'Review', 'Call with the customer', 'Corrections', 'Planning', 'Testing', 'Write-up'];

/** Hours: what invoices billed, what waits to be billed, in-house work, and one timer that runs. Needs projects, tasks and invoices. */
export async function seedTime(tx: Tx, organization: DemoOrganization, today: string): Promise<void> {
  const { slug } = organization;
  const organizationId = fixedId('organization', slug);
  const db = queries(tx);
  const projects = await db
    .selectFrom('project')
    .select(['id', 'teamId', 'customerId', 'hourlyRateMinor', 'status'])
    .where('organizationId', '=', organizationId)
    .where('archivedAt', 'is', null)
    .orderBy('id')
    .execute();
  const tasks = await db
    .selectFrom('task')
    .select(['id', 'projectId'])
    .where('organizationId', '=', organizationId)
    .orderBy('id')
    .execute();
  const { hourlyRateMinor: ownRate } = await db
    .selectFrom('companyProfile')
    .select('hourlyRateMinor')
    .where('organizationId', '=', organizationId)
    .executeTakeFirstOrThrow();
  const peopleOf = new Map(demoProjects(organization, today).map(({ id, people }) => [id, people]));
  const memberFor = (projectId: string, index: number) =>
    fixedId('user', pick(peopleOf.get(projectId) ?? ['ada'], index));

  const dayFor = createDiary();
  const invoiced = await billed(tx, organizationId, memberFor, dayFor);
  const running = projects.filter(({ status }) => status === 'active').slice(0, PROJECTS_MAX);
  const unbilled = Array.from({ length: UNBILLED }, (_, index) => {
    const project = pick(running, index);
    const ofProject = tasks.filter(({ projectId }) => projectId === project.id);
    const billable = project.customerId !== null && index % 11 !== 3;
    const memberId = memberFor(project.id, index);
    const minutes = 30 + ((index * 15) % 120);
    return {
      teamId: project.teamId,
      memberId,
      customerId: project.customerId,
      projectId: project.id,
      taskId: index % 6 === 5 ? null : pick(ofProject, index * 3).id,
      workedOn: dayFor(memberId, dayAfter(today, -1 - ((index * 7) % UNBILLED_DAYS)), minutes),
      minutes,
      billable,
      rateMinor: project.hourlyRateMinor ?? ownRate,
      invoiceLineId: null,
    };
  });
  const entries = [...unbilled, ...invoiced].map((entry, index) => ({
    ...entry,
    id: fixedId('time_entry', slug, index),
    description: pick(DID, index),
    startedAt: null,
  }));
  const first = unbilled[0];
  const timer = first && {
    ...first,
    id: fixedId('time_entry', slug, 'running'),
    description: 'In the middle of it',
    memberId: fixedId('user', pick(Object.keys(organization.roles), 1)),
    workedOn: today,
    startedAt: new Date(Math.max(Date.parse(`${today}T00:00:01Z`), momentOf(today) - 50 * 60_000)).toISOString(),
    minutes: null,
  };
  const rows = timer ? [...entries, timer] : entries;
  await db
    .insertInto('timeEntry')
    .values(
      rows.map((row) => ({
        ...row,
        organizationId,
        currency: 'EUR',
        createdAt: row.startedAt ?? `${row.workedOn}T15:00:00Z`,
        updatedAt: row.startedAt ?? `${row.workedOn}T15:00:00Z`,
      })),
    )
    .execute();
}

/** The work behind the hours that invoices of projects bill: as many minutes as the line says, in the days before. */
async function billed(
  tx: Tx,
  organizationId: string,
  memberFor: (projectId: string, index: number) => string,
  dayFor: DayFor,
) {
  const lines = await queries(tx)
    .selectFrom('invoiceLine as line')
    .innerJoin('invoice', (join) =>
      join.onRef('invoice.organizationId', '=', 'line.organizationId').onRef('invoice.id', '=', 'line.invoiceId'),
    )
    .innerJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'line.organizationId').onRef('project.id', '=', 'invoice.projectId'),
    )
    .select([
      'line.id',
      'line.quantityThousandths',
      'line.unitPriceMinor',
      'invoice.customerId',
      'invoice.issuedOn',
      'project.id as projectId',
      'project.teamId',
    ])
    .where('line.organizationId', '=', organizationId)
    .where('line.unit', '=', 'h')
    .where('invoice.number', 'is not', null)
    .where('invoice.creditedMinor', '=', 0)
    .orderBy('invoice.number', 'desc')
    .orderBy('line.position')
    .execute();
  const entries = lines.flatMap(
    ({ id, quantityThousandths, unitPriceMinor, customerId, issuedOn, projectId, teamId }, index) => {
      const minutes = (quantityThousandths * 60) / 1000;
      const days = Math.ceil(minutes / DAY_MINUTES);
      return Array.from({ length: days }, (_, day) => {
        const memberId = memberFor(projectId, index + day);
        const ofDay = day === days - 1 ? minutes - day * DAY_MINUTES : DAY_MINUTES;
        return {
          teamId,
          memberId,
          customerId,
          projectId,
          taskId: null,
          workedOn: dayFor(memberId, dayAfter(issuedOn ?? '', -1 - day), ofDay),
          minutes: ofDay,
          billable: true,
          rateMinor: unitPriceMinor,
          invoiceLineId: id,
        };
      });
    },
  );
  // Only whole lines: what is cut off in the middle would not add up.
  const last = entries[BILLED]?.invoiceLineId;
  const end = entries.findIndex(({ invoiceLineId }) => invoiceLineId === last);
  return last === undefined ? entries : entries.slice(0, end);
}

type DayFor = (memberId: string, wanted: string, minutes: number) => string;

/** Remembers who worked how long on which day; gives the wanted workday, or the last one before it that still has room. */
function createDiary(): DayFor {
  const worked = new Map<string, number>();
  return (memberId, wanted, minutes) => {
    let day = workdayUpTo(wanted);
    const taken = () => worked.get(`${memberId} ${day}`) ?? 0;
    while (taken() + minutes > DAY_MINUTES_MAX) day = workdayUpTo(dayAfter(day, -1));
    worked.set(`${memberId} ${day}`, taken() + minutes);
    return day;
  };
}

/** The same day, or the Friday before when it is a weekend. */
function workdayUpTo(day: string): string {
  const weekday = weekdayOf(day);
  return weekday > 5 ? dayAfter(day, 5 - weekday) : day;
}

/** Now, while `today` is today; the morning of another day, for what needs the same data every time. */
function momentOf(today: string): number {
  const now = new Date();
  return now.toISOString().startsWith(today) ? now.getTime() : Date.parse(`${today}T09:00:00Z`);
}
