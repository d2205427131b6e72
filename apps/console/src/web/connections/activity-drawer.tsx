import type { ConnectionView } from '@countersign/contracts/console-api';
import { lazy, Suspense, useState } from 'react';
import type { ActivityPanelProps } from '../activity/activity-panel.tsx';
import { Failure } from '../parts/failure.tsx';

/** Fetched when it is first opened: most visits to the connections never look. */
const ActivityPanel = lazy(() =>
  import('../activity/activity-panel.tsx').then(
    ({ ActivityPanel }) => ({ default: ActivityPanel }),
    () => ({ default: NotFetched }),
  ),
);

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
    <Suspense fallback={null}>
      <ActivityPanel key={shown} id={shown} connection={connection} opened={id !== null} onClose={onClose} />
    </Suspense>
  );
}

/** Happens to a page that was open while a new version was installed. */
function NotFetched({ opened }: ActivityPanelProps) {
  const error = new Error('A new version may have been installed. Reload the page to go on.');
  return opened && <Failure title="The activity could not be opened" error={error} onRetry={() => location.reload()} />;
}
