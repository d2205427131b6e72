import type { ConnectionView } from '@countersign/contracts/console-api';
import { lazy, useState } from 'react';
import { FetchedLater } from '../parts/fetched-later.tsx';

/** Fetched when it is first opened: most visits to the connections never look. */
const ActivityPanel = lazy(async () => ({
  default: (await import('../activity/activity-panel.tsx')).ActivityPanel,
}));

interface ActivityDrawerProps {
  /** The connection in the address; null while none is open. */
  readonly id: string | null;
  readonly connections: readonly ConnectionView[];
  readonly onClose: () => void;
}

/** The activity of the connection that the address names. Stays until it has slid away. */
export function ActivityDrawer({ id, connections, onClose }: ActivityDrawerProps) {
  const [shown, setShown] = useState(id);
  if (id !== null && id !== shown) setShown(id);
  if (shown === null) return null;
  const connection = connections.find((one) => one.id === shown);
  return (
    <FetchedLater failure="The activity could not be opened" meanwhile={null}>
      <ActivityPanel key={shown} id={shown} connection={connection} opened={id !== null} onClose={onClose} />
    </FetchedLater>
  );
}
