import type { OrganizationView } from '@countersign/contracts/console-api';
import type { CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import { Button, Group, Modal, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeysOf } from '../api/api-keys.ts';
import { Failure } from '../parts/failure.tsx';
import { useFocusReturn } from '../parts/use-focus-return.ts';
import { toolsQuery } from '../tool-catalogue/tools-query.ts';
import { MadeKey } from './made-key.tsx';
import { type KeyDraft, NewKeyForm } from './new-key-form.tsx';

interface NewKeyDialogProps {
  readonly of: KeysOf;
  readonly organizations: readonly OrganizationView[];
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly kept: KeyDraft | undefined;
  readonly onRefused: (error: Error, draft: KeyDraft) => void;
}

/** Makes a key and shows it. While a key was shown and not yet copied, closing asks first. */
export function NewKeyDialog({ of, organizations, opened, onClose, kept, onRefused }: NewKeyDialogProps) {
  const [made, setMade] = useState<CreatedApiKeyView>();
  const [isKept, setIsKept] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  useFocusReturn(opened);
  const close = () => {
    if (made && !isKept && !isLeaving) setIsLeaving(true);
    else onClose();
  };
  return (
    <Modal.Root opened={opened} onClose={close} size="lg" closeOnClickOutside={!made}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Modal.Title mb="lg">{made ? `The key “${made.apiKey.name}” is made` : 'New API key'}</Modal.Title>
          {made ? (
            <MadeKey
              made={made}
              connector={connectorOf(organizations, made)}
              isKept={isKept}
              onKept={() => {
                setIsKept(true);
                setIsLeaving(false);
              }}
              isLeaving={isLeaving}
              onStay={() => setIsLeaving(false)}
              onLeave={close}
            />
          ) : (
            <Form
              of={of}
              organizations={organizations}
              kept={kept}
              onRefused={onRefused}
              onMade={setMade}
              onClose={onClose}
            />
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function connectorOf(organizations: readonly OrganizationView[], { apiKey: { organization } }: CreatedApiKeyView) {
  const url = organizations.find(({ slug }) => slug === organization.slug)?.connectorUrl ?? '';
  return { name: `countersign-${organization.slug}`, url };
}

type FormProps = Omit<NewKeyDialogProps, 'opened'> & { readonly onMade: (made: CreatedApiKeyView) => void };

/** What there is to choose from comes from the resource server. */
function Form({ onClose, ...form }: FormProps) {
  const tools = useQuery(toolsQuery);
  if (tools.data) {
    return <NewKeyForm {...form} catalogue={tools.data} onClose={onClose} />;
  }
  return (
    <Stack gap="lg">
      {tools.error ? (
        <Failure title="The modules could not be loaded" error={tools.error} onRetry={() => void tools.refetch()} />
      ) : (
        <Stack gap="lg" aria-hidden>
          <Skeleton h={77} />
          <Skeleton h={320} />
        </Stack>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
