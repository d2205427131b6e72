import { Text } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { type Leave, useLeaveWarning } from './use-leave-warning.ts';

interface UnsavedChangesProps {
  /** Whether there are any. */
  readonly when: boolean;
  /** Where they were made: “the company details”. */
  readonly what: string;
}

/** Asks before changes are lost by leaving the page. */
export function UnsavedChanges({ when, what }: UnsavedChangesProps) {
  const [leave, setLeave] = useState<Leave>();
  useLeaveWarning(when, (leaving) => setLeave(() => leaving));
  return (
    <ConfirmDialog
      opened={leave !== undefined}
      title="Leave without saving?"
      confirm="Leave"
      pending={false}
      error={null}
      onConfirm={() => leave?.()}
      onCancel={() => setLeave(undefined)}
    >
      <Text size="sm">What you changed in {what} is not saved. If you leave, it is lost.</Text>
    </ConfirmDialog>
  );
}
