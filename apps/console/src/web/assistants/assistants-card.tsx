import {
  type AssistantListChange,
  type AssistantListView,
  clientOrigin,
  effectOfList,
} from '@countersign/contracts/console-assistants';
import { Button, Checkbox, Group, Paper, Radio, Stack, Text, TextInput, Title, VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { counted } from '../parts/counted.ts';
import { Failure } from '../parts/failure.tsx';
import { useChangeAssistants } from './assistants-query.ts';
import { assistantLabel, KNOWN_ASSISTANTS } from './known-assistants.ts';

/** Which assistants may connect: every one, or only those an admin lists. */
export function AssistantsCard({ query }: { readonly query: UseQueryResult<AssistantListView> }) {
  const { data: view, error, refetch } = query;
  const heading = useRef<HTMLHeadingElement>(null);
  const [said, setSaid] = useState('');
  const saved = () => {
    setSaid('The list of assistants is saved.');
    // The button that was pressed is gone with its form.
    heading.current?.focus();
  };
  return (
    <Stack component="section" gap="sm" aria-labelledby="assistants">
      <Title order={2} size="h4" id="assistants" ref={heading} tabIndex={-1}>
        Which assistants may connect
      </Title>
      {error && <Failure title="The list could not be loaded" error={error} onRetry={() => void refetch()} />}
      {view && <ListForm key={JSON.stringify([view.onlyListed, view.listed])} view={view} onSaved={saved} />}
      <VisuallyHidden component="output">{said}</VisuallyHidden>
    </Stack>
  );
}

interface ListFormProps {
  readonly view: AssistantListView;
  readonly onSaved: () => void;
}

function ListForm({ view, onSaved }: ListFormProps) {
  const change = useChangeAssistants(view.organization.slug, onSaved);
  const [list, setList] = useState<AssistantListChange>({ onlyListed: view.onlyListed, listed: view.listed });
  const [isAsking, setIsAsking] = useState(false);
  const offered = [
    ...new Set([...KNOWN_ASSISTANTS, ...view.connected].map(({ origin }) => origin).concat(view.listed, list.listed)),
  ];
  const isChanged =
    list.onlyListed !== view.onlyListed || list.listed.toSorted().join() !== view.listed.toSorted().join();
  const put = (origin: string, isListed: boolean) =>
    setList({ ...list, listed: isListed ? [...list.listed, origin] : list.listed.filter((one) => one !== origin) });

  return (
    <Paper withBorder p="lg">
      <Stack gap="md">
        <Radio.Group
          aria-labelledby="assistants"
          value={list.onlyListed ? 'listed' : 'every'}
          onChange={(value) => setList({ ...list, onlyListed: value === 'listed' })}
        >
          <Stack gap="xs">
            <Radio value="every" label="Every assistant" />
            <Radio
              value="listed"
              label="Only those on this list"
              description="Others cannot be connected, and connected ones stop at their next request. Nothing is revoked."
            />
          </Stack>
        </Radio.Group>
        {list.onlyListed && (
          <>
            <Stack component="fieldset" gap="sm" bd={0} p={0} m={0} miw={0}>
              <Text component="legend" size="sm" fw={600} mb="xs" p={0}>
                On the list
              </Text>
              {offered.map((origin) => (
                <Checkbox
                  key={origin}
                  checked={list.listed.includes(origin)}
                  onChange={({ currentTarget }) => put(origin, currentTarget.checked)}
                  label={assistantLabel(origin)}
                  description={hintOf(origin, view)}
                />
              ))}
            </Stack>
            <AddHost onAdd={(origin) => put(origin, true)} />
            <Text size="sm" c="dimmed">
              An assistant with a published document is known by the host of that document. One that registered itself
              is known by the address it takes people back to, which it names itself.
            </Text>
          </>
        )}
        <Group>
          <Button disabled={!isChanged} onClick={() => setIsAsking(true)}>
            Save
          </Button>
        </Group>
      </Stack>
      <ListDialog
        view={view}
        list={list}
        opened={isAsking}
        pending={change.isPending}
        error={change.error}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => change.mutate(list, { onSuccess: () => setIsAsking(false) })}
      />
    </Paper>
  );
}

function hintOf(origin: string, { connected }: AssistantListView): string | undefined {
  const count = connected.find((one) => one.origin === origin)?.count;
  const known = KNOWN_ASSISTANTS.find((one) => one.origin === origin)?.hint;
  return [known, count && `${counted(count, 'connection')} now.`].filter(Boolean).join(' ') || undefined;
}

function AddHost({ onAdd }: { readonly onAdd: (origin: string) => void }) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = () => {
    const origin = clientOrigin(typed);
    if (origin === undefined) {
      setProblem('Type a host such as assistant.example.com, without anything before or after it.');
      return;
    }
    onAdd(origin);
    setTyped('');
    setProblem(undefined);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Another host"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : 'another-host-problem'}
          maxLength={300}
          flex="1 1 12rem"
        />
        <Button type="submit" variant="default">
          Add
        </Button>
      </Group>
      {problem && (
        <Text size="sm" mt="xs" id="another-host-problem" role="alert">
          {problem}
        </Text>
      )}
    </form>
  );
}

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
function ListDialog({ view, list, ...dialog }: ListDialogProps) {
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
