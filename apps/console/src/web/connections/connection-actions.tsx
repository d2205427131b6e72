import type { ConnectionView } from '@countersign/contracts/console-api';
import { Button, Group, VisuallyHidden } from '@mantine/core';
import list from '../parts/list.module.css';
import { isLive } from './connection-parts.tsx';

/** What the page can do with one connection. */
export interface ConnectionHandlers {
  readonly onActivity: (connection: ConnectionView) => void;
  readonly onEdit: (connection: ConnectionView) => void;
  readonly onRevoke: (connection: ConnectionView) => void;
}

interface ConnectionActionsProps extends Pick<ConnectionHandlers, 'onActivity' | 'onEdit'> {
  readonly connection: ConnectionView;
}

/** What ends nothing, so it can stand close to the name. */
export function ConnectionActions({ connection, onActivity, onEdit }: ConnectionActionsProps) {
  const { client, organization } = connection;
  return (
    <Group gap={4} mt={4} className={list.actions ?? ''}>
      <Button variant="subtle" size="compact-sm" onClick={() => onActivity(connection)}>
        Activity
        <VisuallyHidden>
          {' '}
          of {client.name} in {organization.name}
        </VisuallyHidden>
      </Button>
      {isLive(connection) && (
        <Button variant="subtle" size="compact-sm" onClick={() => onEdit(connection)}>
          Edit
          <VisuallyHidden>
            {' '}
            {client.name} in {organization.name}
          </VisuallyHidden>
        </Button>
      )}
    </Group>
  );
}
