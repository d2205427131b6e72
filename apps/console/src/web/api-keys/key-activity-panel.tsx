import type { ApiKeyView } from '@countersign/contracts/console-api-keys';
import { SidePanel } from '../activity/side-panel.tsx';
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
    <SidePanel
      title={`Activity of ${apiKey.name}`}
      lead={whoSees(of, apiKey)}
      close="Close the activity"
      opened={opened}
      onClose={onClose}
    >
      <Timeline
        path={keyActivityPath(of, apiKey.id)}
        filter={{}}
        empty="Nothing is on record yet. Tool calls appear within a second."
      />
    </SidePanel>
  );
}

function whoSees(of: KeysOf, { owner, organization }: ApiKeyView): string {
  if (of.kind === 'personal') return `In ${organization.name}. You alone see all of it; its admins see the writes.`;
  if (owner) return `Of ${owner.name}, ${owner.email}. You see what it changed or tried to change, not what it read.`;
  return `A key of ${organization.name}. Its admins see this.`;
}
