import {
  type AssistantListChange,
  type AssistantListView,
  effectOfList,
} from '@countersign/contracts/console-assistants';
import { Stack, Text } from '@mantine/core';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { counted } from '../parts/counted.ts';

interface ListDialogProps {
  readonly view: AssistantListView;
  readonly list: AssistantListChange;
  readonly opened: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Names how many connections stop, and how many work again, before they do. */
export function ListDialog({ view, list, ...dialog }: ListDialogProps) {
  const { stops, resumes } = effectOfList(view, list);
  return (
    <ConfirmDialog
      {...dialog}
      title={list.onlyListed ? 'Let only these assistants in?' : 'Let every assistant in?'}
      confirm="Save"
      takesAway={stops > 0}
    >
      <Stack gap={6}>
        {stops > 0 && <Strong>{`${counted(stops, 'connection')} ${stops === 1 ? 'stops' : 'stop'} at once.`}</Strong>}
        {resumes > 0 && (
          <Strong>{`${counted(resumes, 'connection')} ${resumes === 1 ? 'works' : 'work'} again at once.`}</Strong>
        )}
        {stops + resumes === 0 && <Strong>No connection stops or starts by this.</Strong>}
      </Stack>
      <Text size="sm">
        {list.onlyListed
          ? `In ${view.organization.name} people can then connect ${list.listed.length === 0 ? 'no assistant at all' : 'only the assistants on the list'}. Nothing is revoked: what you put back on the list goes on where it was.`
          : `In ${view.organization.name} people can then connect any assistant. The list is kept for another time.`}
      </Text>
    </ConfirmDialog>
  );
}

function Strong({ children }: { readonly children: string }) {
  return (
    <Text size="sm" fw={600}>
      {children}
    </Text>
  );
}
