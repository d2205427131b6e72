import type { CallsPerDayView } from '@countersign/contracts/console-connections';
import { Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { callsPerDayQuery } from '../api/activity.ts';
import { counted } from '../parts/counted.ts';
import { Failure } from '../parts/failure.tsx';
import styles from './calls-chart.module.css';

type Day = CallsPerDayView['days'][number];

const short = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayName = ({ day }: Day) => short.format(new Date(`${day}T00:00:00Z`));

/** Tool calls per day, reads and writes apart; the same numbers as a table for whoever wants them exact. */
export function CallsChart({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(callsPerDayQuery(id));
  if (!data && error) {
    return <Failure title="The calls per day could not be loaded" error={error} onRetry={() => void refetch()} />;
  }
  if (!data) return <Skeleton className={styles.loading} aria-hidden />;
  const { days } = data;
  const most = Math.max(1, ...days.map(({ reads, writes }) => reads + writes));
  const [reads, writes] = [sum(days.map((day) => day.reads)), sum(days.map((day) => day.writes))];
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <Text size="sm" fw={600}>
          Tool calls in the last 14 days
        </Text>
        <Group gap="md">
          <Text size="sm" className={styles.reads}>
            {counted(reads, 'read')}
          </Text>
          <Text size="sm" className={styles.writes}>
            {counted(writes, 'write')}
          </Text>
        </Group>
      </figcaption>
      <div className={styles.bars} aria-hidden>
        {days.map((day) => (
          <div key={day.day} className={styles.day} title={`${dayName(day)}: ${inWords(day)}`}>
            <div className={styles.write} style={{ height: `${(day.writes / most) * 100}%` }} />
            <div className={styles.read} style={{ height: `${(day.reads / most) * 100}%` }} />
          </div>
        ))}
      </div>
      <div className={styles.axis} aria-hidden>
        <span>{days[0] && dayName(days[0])}</span>
        {reads + writes > 0 && <span>Busiest day: {most}</span>}
        <span>Today</span>
      </div>
      <details className={styles.table}>
        <summary>As a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Reads</th>
              <th scope="col">Writes</th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day}>
                <th scope="row">{dayName(day)}</th>
                <td>{day.reads}</td>
                <td>{day.writes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function inWords({ reads, writes }: Day): string {
  return `${counted(reads, 'read')}, ${counted(writes, 'write')}`;
}
