import type { ApiKeyView } from '@countersign/contracts/console-api-keys';
import { Text } from '@mantine/core';
import { type KeysOf, useRevokeApiKey } from '../api/api-keys.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';

interface RevokeKeyDialogProps {
  readonly of: KeysOf;
  readonly apiKey: ApiKeyView;
  readonly opened: boolean;
  readonly onRevoked: (apiKey: ApiKeyView) => void;
  readonly onClose: () => void;
}

export function RevokeKeyDialog({ of, apiKey, opened, onRevoked, onClose }: RevokeKeyDialogProps) {
  const revoke = useRevokeApiKey(of);
  return (
    <ConfirmDialog
      opened={opened}
      title={`Revoke ${apiKey.name}?`}
      confirm="Revoke"
      pending={revoke.isPending}
      error={revoke.error}
      onCancel={onClose}
      onConfirm={() => revoke.mutate(apiKey.id, { onSuccess: (answer) => onRevoked(answer.apiKey) })}
    >
      <Text size="sm">
        Whatever uses it loses its access to <strong>{apiKey.organization.name}</strong> at once: its very next request
        is refused. What it has already read or changed stays as it is.
      </Text>
      <Text size="sm">A revoked key does not come back. To go on, make another and put it in its place.</Text>
    </ConfirmDialog>
  );
}
