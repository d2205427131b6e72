import type { WriteAccessView } from '@countersign/contracts/console-api';
import { Text } from '@mantine/core';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';

interface TurnOffDialogProps {
  readonly which: 'write' | 'billingWrite';
  readonly view: WriteAccessView;
  readonly opened: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Names how many connections lose what, before they do. */
export function TurnOffDialog({ which, view, ...dialog }: TurnOffDialogProps) {
  const { connections, organization, switches } = view;
  const isWrite = which === 'write';
  const count = isWrite ? connections.write : connections.billingWrite;
  return (
    <ConfirmDialog
      {...dialog}
      title={isWrite ? 'Turn off MCP write access?' : 'Turn off MCP billing write?'}
      confirm="Turn off"
    >
      <Text size="sm">
        <strong>{losing(count, isWrite ? 'writing' : 'billing writing')}</strong> in {organization.name} at once.
        Reading goes on{isWrite ? '' : ', and so does writing outside billing'}.
      </Text>
      {isWrite && switches.billingWrite && (
        <Text size="sm">MCP billing write goes off with it, and stays off until an admin turns it on again.</Text>
      )}
      <Text size="sm">When you turn it back on, nobody has to connect again.</Text>
    </ConfirmDialog>
  );
}

function losing(count: number, what: string): string {
  if (count === 0) return `No connection loses ${what}`;
  return count === 1 ? `1 connection loses ${what}` : `${count} connections lose ${what}`;
}
