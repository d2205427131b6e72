import type { ActivityEvent, ActivityFilter } from '@countersign/contracts/console-connections';
import { Button, Group, Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useRef } from 'react';
import { useActivity } from '../api/activity.ts';
import { Failure } from '../parts/failure.tsx';
import styles from './timeline.module.css';
import { TimelineRow } from './timeline-row.tsx';
import { useKeptPlace } from './use-kept-place.ts';

const dayFormat = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

interface TimelineProps {
  /** Of the API. */
  readonly path: string;
  readonly filter: ActivityFilter;
  /** What is said when nothing is on record and nothing was filtered. */
  readonly empty: string;
}

/** What a connection did, newest first, day by day. */
export function Timeline({ path, filter, empty }: TimelineProps) {
  const { shown, newest } = useActivity(path, filter);
  const list = useRef<HTMLDivElement>(null);
  useKeptPlace(list);
  if (!shown.data) {
    if (!shown.error) return <LoadingRows />;
    return (
      <Failure title="The activity could not be loaded" error={shown.error} onRetry={() => void shown.refetch()} />
    );
  }
  const events = shown.data.pages.flatMap(({ items }) => items);
  const added = new Set(newest.data);
  const failed = newest.error ?? shown.error;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          Newest first
        </Text>
        <Text size="sm" c="dimmed" className={failed ? styles.stale : styles.live}>
          {failed ? 'Not up to date' : 'Live'}
        </Text>
      </Group>
      {failed && (
        <Failure
          title="This may be out of date"
          error={failed}
          onRetry={() => void (newest.error ? newest.refetch() : shown.fetchNextPage())}
        />
      )}
      <div ref={list} className={shown.isPlaceholderData ? styles.replaced : undefined}>
        {byDay(events).map(([day, ofDay]) => (
          <section key={day}>
            <h3 className={styles.day}>{dayInWords(day)}</h3>
            <ol className={styles.rows}>
              {ofDay.map((event) => (
                <TimelineRow key={event.id} event={event} isNew={added.has(event.id)} />
              ))}
            </ol>
          </section>
        ))}
        {events.length === 0 && <Empty filter={filter} empty={empty} />}
      </div>
      {shown.hasNextPage && (
        <Button variant="default" loading={shown.isFetchingNextPage} onClick={() => void shown.fetchNextPage()}>
          Show older
        </Button>
      )}
      <VisuallyHidden component="output">{added.size > 0 && `New in the activity: ${added.size}`}</VisuallyHidden>
    </Stack>
  );
}

function LoadingRows() {
  return (
    <Stack gap="md" aria-hidden>
      <Skeleton h={14} w="6rem" />
      {Array.from({ length: 6 }, (_, row) => (
        <Skeleton key={row} h={46} />
      ))}
    </Stack>
  );
}

function Empty({ filter, empty }: Pick<TimelineProps, 'filter' | 'empty'>) {
  const isNarrowed = filter.kind !== undefined || filter.severity !== undefined;
  return (
    <Text c="dimmed" size="sm" py="lg">
      {isNarrowed ? 'Nothing of this kind is on record.' : empty}
    </Text>
  );
}

/** Neighbours of one local day together, in the order given. */
function byDay(events: readonly ActivityEvent[]): [day: string, events: ActivityEvent[]][] {
  const days: [string, ActivityEvent[]][] = [];
  for (const event of events) {
    const day = new Date(event.at).toDateString();
    const last = days.at(-1);
    if (last?.[0] === day) last[1].push(event);
    else days.push([day, [event]]);
  }
  return days;
}

function dayInWords(day: string): string {
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (day === new Date().toDateString()) return 'Today';
  if (day === yesterday.toDateString()) return 'Yesterday';
  return dayFormat.format(new Date(day));
}
