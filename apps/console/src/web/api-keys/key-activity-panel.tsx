import type { ApiKeyView } from '@countersign/contracts/console-api-keys';
import { Drawer, Text } from '@mantine/core';
import panel from '../activity/activity-panel.module.css';
import { Timeline } from '../activity/timeline.tsx';
import { type KeysOf, keyActivityPath } from '../api/api-keys.ts';

interface KeyActivityPanelProps {
  readonly of: KeysOf;
  readonly apiKey: ApiKeyView;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What one API key did, beside the list. */
export function KeyActivityPanel({ of, apiKey, opened, onClose }: KeyActivityPanelProps) {
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size="xl">
      <Drawer.Overlay />
      <Drawer.Content className={panel.content ?? ''}>
        <div className={panel.header}>
          <div>
            <Drawer.Title fz="lg" fw={650}>
              Activity of {apiKey.name}
            </Drawer.Title>
            <Text size="sm" c="dimmed">
              {whoSees(of, apiKey)}
            </Text>
          </div>
          <Drawer.CloseButton aria-label="Close the activity" />
        </div>
        <Drawer.Body pt="md">
          <Timeline
            path={keyActivityPath(of, apiKey.id)}
            filter={{}}
            empty="Nothing is on record yet. Tool calls appear within a second."
          />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function whoSees(of: KeysOf, { owner, organization }: ApiKeyView): string {
  if (of.kind === 'personal') return `In ${organization.name}. You see all of it; its admins see the writes.`;
  if (owner) return `Of ${owner.name}, ${owner.email}. You see what it changed or tried to change, not what it read.`;
  return `A key of ${organization.name}. Its admins see this.`;
}
