import type { MembersView } from '@countersign/contracts/console-members';
import { Stack, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useChangeMembers } from '../api/members.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Failure } from '../parts/failure.tsx';
import type { AskedChange } from './asked-change.ts';
import type { Changing } from './changing.ts';
import { InvitationList } from './invitation-list.tsx';
import { InviteForm } from './invite-form.tsx';
import { MemberList } from './member-list.tsx';
import { TeamList } from './team-list.tsx';
import { useFocusAfterAsking } from './use-focus-after-asking.ts';

export function MembersAndTeams({ view }: { readonly view: MembersView }) {
  const { organization } = view;
  const change = useChangeMembers(organization.slug);
  const [asked, setAsked] = useState<AskedChange>();
  const [isAsking, setIsAsking] = useState(false);
  const [said, setSaid] = useState('');
  const { askedFrom, status } = useFocusAfterAsking(isAsking);

  const changing: Changing = {
    pending: change.isPending,
    ask: (next) => {
      change.reset();
      askedFrom(document.activeElement);
      setAsked(next);
      setIsAsking(true);
    },
    make: (wanted, done, onDone) =>
      change.mutate(wanted, {
        onSuccess: () => {
          setSaid(done);
          onDone?.();
        },
      }),
  };
  const confirm = () => {
    if (!asked) return;
    changing.make(asked.change, asked.done, () => setIsAsking(false));
  };

  return (
    <Stack gap="xl">
      <VisuallyHidden component="output" ref={status} tabIndex={-1}>
        {said}
      </VisuallyHidden>
      {change.error && !isAsking && <Failure title="Nothing was changed" error={change.error} />}
      <InviteForm view={view} changing={changing} />
      <InvitationList invitations={view.invitations} changing={changing} />
      <MemberList view={view} changing={changing} />
      <TeamList view={view} changing={changing} />
      {asked && (
        <ConfirmDialog
          opened={isAsking}
          title={asked.title}
          confirm={asked.confirm}
          takesAway={asked.takesAway}
          pending={change.isPending}
          error={change.error}
          onCancel={() => setIsAsking(false)}
          onConfirm={confirm}
        >
          {asked.sentences.map((sentence, index) => (
            <Text key={sentence} size="sm" {...(index === 0 && { fw: 600 })}>
              {sentence}
            </Text>
          ))}
        </ConfirmDialog>
      )}
    </Stack>
  );
}
