import type { AssistantListChange, AssistantListView } from '@countersign/contracts/console-assistants';
import { Button, Checkbox, Group, Paper, Radio, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { counted } from '../parts/counted.ts';
import { Failure } from '../parts/failure.tsx';
import { UnsavedChanges } from '../parts/unsaved-changes.tsx';
import { AddHost } from './add-host.tsx';
import { useChangeAssistants } from './assistants-query.ts';
import { assistantLabel, KNOWN_ASSISTANTS } from './known-assistants.ts';
import { ListDialog } from './list-dialog.tsx';

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
      <UnsavedChanges when={isChanged} what="the list of assistants" />
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
