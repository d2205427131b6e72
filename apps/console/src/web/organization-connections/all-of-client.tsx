import type { OrganizationClientView } from '@countersign/contracts/console-organization';
import { Button, Paper, Text } from '@mantine/core';
import list from '../parts/list.module.css';
import { someOf } from './people-in-words.ts';

interface AllOfClientProps {
  readonly client: OrganizationClientView;
  readonly onRevoke: (client: OrganizationClientView) => void;
}

/** Stands over the list while it shows one client. */
export function AllOfClient({ client, onRevoke }: AllOfClientProps) {
  const { name, verifiedHost, redirectHost, live, owners } = client;
  return (
    <Paper withBorder className={list.row ?? ''}>
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {verifiedHost ? `${verifiedHost}, verified` : `Registered itself, returns to ${redirectHost}`}
          {'. '}
          {live === 0 ? 'None is active.' : `${live} active, of ${someOf(owners.map((owner) => owner.name))}.`}
        </Text>
      </div>
      {live > 0 && (
        <Button variant="default" size="xs" onClick={() => onRevoke(client)}>
          {live === 1 ? 'Revoke it' : `Revoke all ${live}`}
        </Button>
      )}
    </Paper>
  );
}
