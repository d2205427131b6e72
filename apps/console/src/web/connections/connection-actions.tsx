import type { ConnectionView } from '@countersign/contracts/console-api';
import { Button, Group, VisuallyHidden } from '@mantine/core';
import { isLive } from './connection-parts.tsx';

/** What the page can do with one connection. */
export interface ConnectionHandlers {
  readonly onActivity: (connection: ConnectionView) => void;
  readonly onEdit: (connection: ConnectionView) => void;
  readonly onRevoke: (connection: ConnectionView) => void;
}

interface ConnectionActionsProps extends ConnectionHandlers {
  readonly connection: ConnectionView;
}

export function ConnectionActions({ connection, onActivity, onEdit, onRevoke }: ConnectionActionsProps) {
  const { client, organization } = connection;
  const actions = [
    ['Activity', ' of', onActivity],
    ...(isLive(connection) ? ([['Edit', '', onEdit] as const, ['Revoke', '', onRevoke] as const] as const) : []),
  ] as const;
  return (
    <Group gap={6}>
      {actions.map(([action, preposition, act]) => (
        <Button key={action} variant="default" size="compact-sm" fw={600} onClick={() => act(connection)}>
          {action}
          <VisuallyHidden>
            {preposition} {client.name} in {organization.name}
          </VisuallyHidden>
        </Button>
      ))}
    </Group>
  );
}
