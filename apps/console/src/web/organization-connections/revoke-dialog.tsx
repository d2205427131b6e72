import type { Named } from '@countersign/contracts/console-api';
import type { OrganizationClientView, OrganizationConnectionView } from '@countersign/contracts/console-organization';
import { Text } from '@mantine/core';
import { useRevokeAsAdmin } from '../api/organization-connections.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { someOf } from './people-in-words.ts';

export type Asked =
  | { readonly kind: 'one'; readonly connection: OrganizationConnectionView }
  | { readonly kind: 'client'; readonly client: OrganizationClientView };

interface RevokeDialogProps {
  readonly organization: Named;
  readonly asked: Asked;
  readonly opened: boolean;
  readonly onRevoked: (connections: readonly OrganizationConnectionView[]) => void;
  readonly onClose: () => void;
}

/** Names what ends, and whose it is. */
export function RevokeDialog({ organization, asked, opened, onRevoked, onClose }: RevokeDialogProps) {
  const revoke = useRevokeAsAdmin(organization.slug);
  const revocation = asked.kind === 'one' ? { connectionId: asked.connection.id } : { clientKey: asked.client.key };
  return (
    <ConfirmDialog
      opened={opened}
      title={asked.kind === 'one' ? titleOfOne(asked.connection) : `Revoke all connections of ${asked.client.name}?`}
      confirm={
        asked.kind === 'one' ? 'Revoke' : `Revoke ${asked.client.live === 1 ? 'it' : `all ${asked.client.live}`}`
      }
      pending={revoke.isPending}
      error={revoke.error}
      onCancel={onClose}
      onConfirm={() => revoke.mutate(revocation, { onSuccess: ({ connections }) => onRevoked(connections) })}
    >
      {asked.kind === 'one' ? (
        <Text size="sm">
          It loses its access to <strong>{organization.name}</strong> at once: its very next request is refused. It
          belongs to {asked.connection.owner.name}, {asked.connection.owner.email}.
        </Text>
      ) : (
        <Text size="sm">
          <strong>
            {asked.client.live === 1 ? '1 connection ends' : `${asked.client.live} connections end`} in{' '}
            {organization.name} at once
          </strong>
          , of {someOf(asked.client.owners.map(({ name, email }) => `${name} (${email})`))}. The very next request of
          each is refused.
        </Text>
      )}
      <Text size="sm">
        What was already read or changed stays as it is. To use it again, its owner has to connect it again, which this
        does not forbid.
      </Text>
    </ConfirmDialog>
  );
}

function titleOfOne({ owner, client }: OrganizationConnectionView): string {
  return `Revoke ${client.name} of ${owner.name}?`;
}
