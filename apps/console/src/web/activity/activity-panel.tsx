import type { ConnectionView } from '@countersign/contracts/console-api';
import type { ActivityFilter } from '@countersign/contracts/console-connections';
import { Drawer, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { activityPath } from '../api/activity.ts';
import { ActivityFilterBar } from './activity-filter-bar.tsx';
import styles from './activity-panel.module.css';
import { CallsChart } from './calls-chart.tsx';
import { Timeline } from './timeline.tsx';

export interface ActivityPanelProps {
  readonly id: string;
  /** Absent for an id that is not among those the person sees. */
  readonly connection: ConnectionView | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const NOTHING_YET =
  'Nothing is on record yet. Tool calls appear within a second, unless whoever runs this service has turned their recording off.';

/** What one connection did, beside the list. */
export function ActivityPanel({ id, connection, opened, onClose }: ActivityPanelProps) {
  const [filter, setFilter] = useState<ActivityFilter>({});
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size="xl">
      <Drawer.Overlay />
      <Drawer.Content className={styles.content ?? ''}>
        <div className={styles.header}>
          <div>
            <Drawer.Title fz="lg" fw={650}>
              {connection ? `Activity of ${connection.client.name}` : 'Activity'}
            </Drawer.Title>
            <Text size="sm" c="dimmed">
              {connection
                ? `In ${connection.organization.name}. You alone see this; its admins see the writes.`
                : 'Unknown connection'}
            </Text>
          </div>
          <Drawer.CloseButton aria-label="Close the activity" />
        </div>
        <Drawer.Body pt="md">
          {connection ? (
            <Stack gap="lg">
              <CallsChart id={id} />
              <ActivityFilterBar id={id} filter={filter} onChange={setFilter} />
              <Timeline path={activityPath(id)} filter={filter} empty={NOTHING_YET} />
            </Stack>
          ) : (
            <Text>This is none of your connections, or it ended more than 90 days ago.</Text>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
