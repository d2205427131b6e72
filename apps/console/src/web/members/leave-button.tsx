import type { Named } from '@countersign/contracts/console-api';
import type { MemberView } from '@countersign/contracts/console-members';
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useLeave } from '../api/members.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { endsWithMembership } from './asked-change.ts';

interface LeaveButtonProps {
  readonly organization: Named;
  /** What ends with the membership, where it is known. */
  readonly ending?: Pick<MemberView, 'connections' | 'apiKeys'>;
}

/** Ends one's own membership. */
export function LeaveButton({ organization, ending }: LeaveButtonProps) {
  const [, go] = useLocation();
  const leave = useLeave(organization.slug, () => go('/settings/connections'));
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        style={{ flex: 'none' }}
        onClick={() => {
          leave.reset();
          setIsAsking(true);
        }}
      >
        Leave…
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={`Leave ${organization.name}?`}
        confirm="Leave"
        pending={leave.isPending}
        error={leave.error}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => leave.mutate()}
      >
        <Text size="sm" fw={600}>
          {ending
            ? endsWithMembership(ending.connections, ending.apiKeys)
            : 'Your assistants and personal API keys end at once in it: the very next request of each is refused.'}
        </Text>
        <Text size="sm">
          What you made stays, and API keys of {organization.name} that you made go on working. To come back, you need
          an invitation, and connect again.
        </Text>
      </ConfirmDialog>
    </>
  );
}
