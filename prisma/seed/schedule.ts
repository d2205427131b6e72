import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { instantOf } from '@countersign/domain/zone-clock';
import { fixedId } from '@countersign/runtime/ids';
import { dayAfter, mondayIn } from './calendar-days.ts';
import { pick } from './directory.ts';
import type { DemoOrganization } from './people.ts';
import { demoProjects, peopleFor } from './projects.ts';

const TIME_ZONE = 'Europe/Helsinki';

/** Meetings that come again: title, first clock time, minutes, weekday counted from Monday, rule, place. */
const SERIES = [
  ['Weekly planning', '09:00', 45, 0, 'FREQ=WEEKLY;BYDAY=MO', 'Big table'],
  ['Status round', '15:00', 30, 3, 'FREQ=WEEKLY;BYDAY=TH', 'Big table'],
  ['Coffee with everybody', '10:00', 30, 4, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', 'Kitchen'],
  ['Review of finished work', '13:30', 60, 2, 'FREQ=WEEKLY;BYDAY=WE;COUNT=40', 'Harbour room'],
  ['Lunch talk', '11:30', 60, 1, 'FREQ=WEEKLY;INTERVAL=4;BYDAY=TU', 'Kitchen'],
  ['Stand-up', '08:45', 15, 0, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Big table'],
] as const;

/** Meetings about a project, handed round among those that run: title, clock time, minutes, place. */
const MEETINGS = [
  ['Kick-off', '10:00', 90, 'Harbour room'],
  ['Working session', '13:00', 120, 'Small room'],
  ['Customer review', '14:00', 60, 'At the customer’s'],
  ['Retrospective', '15:30', 60, 'Small room'],
  ['Budget check', '09:30', 30, 'Video call'],
] as const;
const MEETING_COUNT = 32;

/** Whole days: title, first day counted from today, length in days, rule. */
const DAYS = [
  ['Office closed for the holidays', 34, 4, null],
  ['Trade fair', 19, 3, null],
  ['Strategy days', 47, 2, null],
  ['Moving the meeting rooms', 9, 1, null],
  ['Trainee week', -16, 5, null],
  ['Salaries are paid', -20, 1, 'FREQ=MONTHLY'],
  ['VAT return due', -26, 1, 'FREQ=MONTHLY'],
  ['Founding day', -100, 1, 'FREQ=YEARLY'],
] as const;

const SHIFT_TITLES = ['Front desk', 'Support line', 'Print room', 'Site visit'];
const SHIFT_WEEKS = [-2, -1, 0, 1, 2];

function instant(day: string, clock: string, minutes = 0): string {
  return new Date(instantOf(`${day}T${clock}`, TIME_ZONE).getTime() + minutes * 60_000).toISOString();
}

/** The calendar and who works when. */
export async function seedSchedule(tx: Tx, organization: DemoOrganization, today: string): Promise<void> {
  const organizationId = fixedId('organization', organization.slug);
  const events = [
    ...seriesOf(organization, today),
    ...meetingsOf(organization, today),
    ...wholeDaysOf(organization, today),
  ];
  await queries(tx)
    .insertInto('event')
    .values(events.map((event) => ({ organizationId, timeZone: TIME_ZONE, ...event })))
    .execute();
  await queries(tx)
    .insertInto('shift')
    .values(shiftsOf(organization, today).map((shift) => ({ organizationId, timeZone: TIME_ZONE, ...shift })))
    .execute();
}

/** Each series once for the organization, and the stand-up once for each team. */
function seriesOf({ slug, teams }: DemoOrganization, today: string) {
  return SERIES.flatMap(([title, clock, minutes, weekday, recurrence, location]) => {
    const day = dayAfter(mondayIn(today, -12), weekday);
    const owners = title === 'Stand-up' && teams.length > 0 ? teams : [null];
    return owners.map((team) => ({
      id: fixedId('event', slug, title, team ?? ''),
      title: team === null ? title : `${title}, ${team}`,
      teamId: team === null ? null : fixedId('team', slug, team),
      projectId: null,
      location,
      startsOn: day,
      endsOn: day,
      startsAt: instant(day, clock),
      endsAt: instant(day, clock, minutes),
      recurrence,
    }));
  });
}

function meetingsOf(organization: DemoOrganization, today: string) {
  const running = demoProjects(organization, today).filter((project) => project.status === 'active');
  return Array.from({ length: MEETING_COUNT }, (_, index) => {
    const project = pick(running, index);
    const [title, clock, minutes, location] = pick(MEETINGS, index);
    const day = dayAfter(mondayIn(today, (index % 8) - 3), index % 5);
    return {
      id: fixedId('event', organization.slug, 'meeting', index),
      title: `${title}: ${project.name}`,
      teamId: project.teamId,
      projectId: project.id,
      location,
      startsOn: day,
      endsOn: day,
      startsAt: instant(day, clock),
      endsAt: instant(day, clock, minutes),
      recurrence: null,
    };
  });
}

function wholeDaysOf({ slug }: DemoOrganization, today: string) {
  return DAYS.map(([title, startsIn, lengthDays, recurrence]) => ({
    id: fixedId('event', slug, title),
    title,
    teamId: null,
    projectId: null,
    location: '',
    startsOn: dayAfter(today, startsIn),
    endsOn: dayAfter(today, startsIn + lengthDays - 1),
    startsAt: null,
    endsAt: null,
    recurrence,
  }));
}

/** Every weekday of five weeks, mornings and now and then an afternoon; every fourth is still open. */
function shiftsOf(organization: DemoOrganization, today: string) {
  const { slug, teams } = organization;
  return SHIFT_WEEKS.flatMap((week) =>
    Array.from({ length: 8 }, (_, place) => {
      const index = (week + 2) * 8 + place;
      const day = dayAfter(mondayIn(today, week), place % 5);
      const [clock, minutes]: [string, number] = place < 5 ? ['08:00', 240] : ['12:30', 210];
      const team = index % 3 === 0 || teams.length === 0 ? null : pick(teams, index);
      return {
        id: fixedId('shift', slug, index),
        title: pick(SHIFT_TITLES, index),
        teamId: team === null ? null : fixedId('team', slug, team),
        projectId: null,
        assigneeId:
          index % 4 === 3 ? null : fixedId('user', pick(peopleFor(organization, team), Math.floor(index / 3))),
        startsAt: instant(day, clock),
        endsAt: instant(day, clock, minutes),
      };
    }),
  );
}
