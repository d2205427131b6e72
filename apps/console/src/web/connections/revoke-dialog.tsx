import type { ConnectionView } from '@countersign/contracts/console-api';
import { Text } from '@mantine/core';
import { useRevoke } from '../api/connections.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';

interface RevokeDialogProps {
  readonly connection: ConnectionView;
  readonly opened: boolean;
  readonly onRevoked: (connection: ConnectionView) => void;
  readonly onClose: () => void;
}

export function RevokeDialog({ connection, opened, onRevoked, onClose }: RevokeDialogProps) {
  const revoke = useRevoke();
  const { client, organization } = connection;
  return (
    <ConfirmDialog
      opened={opened}
      title={`Revoke ${client.name}?`}
      confirm="Revoke"
      pending={revoke.isPending}
      error={revoke.error}
      onCancel={onClose}
      onConfirm={() => revoke.mutate(connection, { onSuccess: onRevoked })}
    >
      <Text size="sm">
        {client.name} loses its access to <strong>{organization.name}</strong> at once: its very next request is
        refused. What it has already read or changed stays as it is. Your other connections go on.
      </Text>
      <Text size="sm">To use it again, connect it again and give your consent.</Text>
    </ConfirmDialog>
  );
}
