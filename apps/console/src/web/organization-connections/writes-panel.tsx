import type { Named } from '@countersign/contracts/console-api';
import type { OrganizationConnectionView } from '@countersign/contracts/console-organization';
import { Drawer, Text } from '@mantine/core';
import panel from '../activity/activity-panel.module.css';
import { Timeline } from '../activity/timeline.tsx';
import { writesPath } from '../api/activity.ts';

export interface WritesPanelProps {
  readonly organization: Named;
  readonly connection: OrganizationConnectionView;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What a member's connection changed, beside the list. What it read is its owner's alone. */
export function WritesPanel({ organization, connection, opened, onClose }: WritesPanelProps) {
  const { id, client, owner } = connection;
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size="xl">
      <Drawer.Overlay />
      <Drawer.Content className={panel.content ?? ''}>
        <div className={panel.header}>
          <div>
            <Drawer.Title fz="lg" fw={650}>
              Writes of {client.name}
            </Drawer.Title>
            <Text size="sm" c="dimmed">
              Of {owner.name}, {owner.email}. You see what it changed or tried to change, not what it read.
            </Text>
          </div>
          <Drawer.CloseButton aria-label="Close the writes" />
        </div>
        <Drawer.Body pt="md">
          <Timeline path={writesPath(organization.slug, id)} filter={{}} empty="It has not tried to change anything." />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
