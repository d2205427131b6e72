import type { ConnectionView } from '@countersign/contracts/console-api';
import type { ActivityFilter } from '@countersign/contracts/console-connections';
import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { activityPath } from '../api/activity.ts';
import { ActivityFilterBar } from './activity-filter-bar.tsx';
import { CallsChart } from './calls-chart.tsx';
import { SidePanel } from './side-panel.tsx';
import { Timeline } from './timeline.tsx';

interface ActivityPanelProps {
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
    <SidePanel
      title={connection ? `Activity of ${connection.client.name}` : 'Activity'}
      lead={
        connection
          ? `In ${connection.organization.name}. You alone see all of it; its admins see the writes.`
          : 'Unknown connection'
      }
      close="Close the activity"
      opened={opened}
      onClose={onClose}
    >
      {connection ? (
        <Stack gap="lg">
          <CallsChart id={id} />
          <ActivityFilterBar id={id} filter={filter} onChange={setFilter} />
          <Timeline path={activityPath(id)} filter={filter} empty={NOTHING_YET} />
        </Stack>
      ) : (
        <Text>This is none of your connections, or it ended more than 90 days ago.</Text>
      )}
    </SidePanel>
  );
}
