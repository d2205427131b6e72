import type { SignInView } from '@countersign/contracts/console-connect';
import { Text } from '@mantine/core';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { browserName } from './browser-name.ts';

interface EndDialogProps {
  /** All others when there is none. */
  readonly signIn: SignInView | undefined;
  readonly opened: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function EndDialog({ signIn, ...dialog }: EndDialogProps) {
  return (
    <ConfirmDialog {...dialog} title={signIn ? 'End this sign-in?' : 'End all other sign-ins?'} confirm="End">
      <Text size="sm">
        {signIn ? (
          <>
            <strong>{browserName(signIn.userAgent)}</strong>, {signIn.address ?? 'unknown address'}, is signed out at
            its next request.
          </>
        ) : (
          'Every other browser is signed out at its next request. This page stays.'
        )}
      </Text>
      <Text size="sm">Assistants you connected stay connected. To end one, revoke it under MCP connections.</Text>
    </ConfirmDialog>
  );
}
