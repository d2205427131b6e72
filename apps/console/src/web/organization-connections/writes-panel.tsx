import type { Named } from '@countersign/contracts/console-api';
import type { OrganizationConnectionView } from '@countersign/contracts/console-organization';
import { SidePanel } from '../activity/side-panel.tsx';
import { Timeline } from '../activity/timeline.tsx';
import { writesPath } from '../api/activity.ts';

interface WritesPanelProps {
  readonly organization: Named;
  readonly connection: OrganizationConnectionView;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What a member's connection changed, beside the list. What it read is its owner's alone. */
export function WritesPanel({ organization, connection, opened, onClose }: WritesPanelProps) {
  const { id, client, owner } = connection;
  return (
    <SidePanel
      title={`Writes of ${client.name}`}
      lead={`Of ${owner.name}, ${owner.email}. You see what it changed or tried to change, not what it read.`}
      close="Close the writes"
      opened={opened}
      onClose={onClose}
    >
      <Timeline path={writesPath(organization.slug, id)} filter={{}} empty="It has not tried to change anything." />
    </SidePanel>
  );
}
