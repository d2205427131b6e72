import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { logTime } from '../../time/tools/log-time.ts';
import { getAnalytics } from './get-analytics.ts';
import { getUtilization } from './get-utilization.ts';

const { callAs } = useDemoCaller();

interface Figures {
  minutes: number;
  billableMinutes: number;
  availableMinutes: number;
  utilizationPercent: number | null;
}
interface Utilization {
  team: string | null;
  workdays: number;
  members: (Figures & { name: string | null })[];
  total: Figures;
}
const finn = { person: 'finn', organization: 'acme' };

it('shows every member, those who logged nothing too, and adds up to the hours of get_analytics', async () => {
  const { members, total, workdays } = await callAs<Utilization>(finn, getUtilization, { range: 'last_month' });
  expect(members.map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Cleo', 'Finn']);
  const analytics = await callAs<{ total: Figures }>(finn, getAnalytics, { range: 'last_month' });
  expect(total.minutes).toBe(analytics.total.minutes);
  expect(total.billableMinutes).toBe(analytics.total.billableMinutes);
  expect(members.every(({ availableMinutes }) => availableMinutes === workdays * 450)).toBe(true);
  expect(total.availableMinutes).toBe(workdays * 450 * 4);
});

it('counts only days that have been, by the hours a week has', async () => {
  const ahead = await callAs<Utilization>(finn, getUtilization, { range: 'next_month' });
  expect(ahead).toMatchObject({ workdays: 0, total: { availableMinutes: 0, utilizationPercent: null } });
  const half = await callAs<Utilization>(finn, getUtilization, { range: 'last_month', hoursPerWeek: 18.75 });
  expect(half.members[0]?.availableMinutes).toBe(half.workdays * 225);
});

it('shows a connection narrowed to a team that team’s members and work', async () => {
  await callAs({ ...finn, person: 'ben', team: 'Design' }, logTime, { minutes: 60 });
  const part = await callAs<Utilization>({ ...finn, person: 'ben', team: 'Design' }, getUtilization, {
    range: 'this_month',
  });
  expect(part.team).toBe('Design');
  expect(part.members.map(({ name }) => name)).toContain('Ben');
  expect(part.members.map(({ name }) => name)).not.toContain('Cleo');
});
