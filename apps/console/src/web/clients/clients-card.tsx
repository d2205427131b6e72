import type { ClientsView, ClientView } from '@countersign/contracts/console-clients';
import { Button, Code, Group, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Card, Cards } from '../parts/cards.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { counted } from '../parts/counted.ts';
import { Failure } from '../parts/failure.tsx';
import { Moment } from '../parts/moment.tsx';
import { useKeptChange } from '../sign-in-again/use-kept-change.ts';
import { useSignInAgain } from '../sign-in-again/use-sign-in-again.ts';
import { useEndClient } from './clients-query.ts';
import { NewClientDialog } from './new-client-dialog.tsx';
import type { ClientDraft } from './new-client-form.tsx';

/** Clients with a secret, for hosts that can neither register nor bring a document: making one, seeing them, ending one. */
export function ClientsCard({ query }: { readonly query: UseQueryResult<ClientsView> }) {
  const { data: view, error, refetch } = query;
  return (
    <Stack component="section" gap="sm" aria-labelledby="clients">
      {error && <Failure title="The clients could not be loaded" error={error} onRetry={() => void refetch()} />}
      {view && <Clients view={view} />}
    </Stack>
  );
}

function Clients({ view: { organization, clients } }: { readonly view: ClientsView }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [dialogs, setDialogs] = useState(0);
  const [isMaking, setIsMaking] = useState(false);
  const [kept, setKept] = useState<ClientDraft>();
  const [asked, setAsked] = useState<ClientView>();
  const [isAsking, setIsAsking] = useState(false);
  const [said, setSaid] = useState('');
  const end = useEndClient(organization.slug);
  const openDialog = (draft?: ClientDraft) => {
    // Each client is made in a dialog that knows nothing of the one before.
    setDialogs((count) => count + 1);
    setKept(draft);
    setIsMaking(true);
  };
  const signInAgain = useSignInAgain('make-client');
  useKeptChange('make-client', (draft) => openDialog(draft as ClientDraft));

  return (
    <>
      <Title order={2} size="h4" id="clients" ref={heading} tabIndex={-1}>
        Clients with a secret
      </Title>
      <Text size="sm" c="dimmed">
        Most assistants need none of this. Some hosts, such as Gemini Enterprise and Microsoft 365 Copilot, ask for a
        client id and a secret: make them here. A client connects to {organization.name} alone, and each person still
        allows it for themselves.
      </Text>
      {clients.length === 0 ? (
        <Paper withBorder p="lg">
          <Text size="sm" c="dimmed">
            No client has been made for {organization.name}.
          </Text>
        </Paper>
      ) : (
        <Cards label="Clients with a secret">
          {clients.map((client) => (
            <Card key={client.id} ended={false}>
              <Group justify="space-between" align="flex-start" gap="sm">
                <Stack gap={4} miw={0} flex={1}>
                  <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
                    {client.name}
                  </Text>
                  <Text size="sm">
                    <Code style={{ overflowWrap: 'anywhere' }}>{client.id}</Code>
                  </Text>
                  <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    Sent back to {client.redirectUris.join(', ')}
                  </Text>
                  <Text size="sm" c="dimmed">
                    Made {client.madeBy === null ? '' : `by ${client.madeBy} `}
                    <Moment at={client.createdAt} />. {counted(client.connections, 'connection')} now.
                  </Text>
                </Stack>
                <Button
                  variant="default"
                  size="sm"
                  onClick={() => {
                    end.reset();
                    setAsked(client);
                    setIsAsking(true);
                  }}
                >
                  End<VisuallyHidden> {client.name}</VisuallyHidden>
                </Button>
              </Group>
            </Card>
          ))}
        </Cards>
      )}
      <Group>
        <Button variant="default" onClick={() => openDialog()}>
          New client
        </Button>
      </Group>
      <VisuallyHidden component="output">{said}</VisuallyHidden>
      <NewClientDialog
        key={dialogs}
        slug={organization.slug}
        opened={isMaking}
        kept={kept}
        onRefused={signInAgain}
        onClose={() => setIsMaking(false)}
      />
      <ConfirmDialog
        opened={isAsking}
        title={`End the client ${asked?.name ?? ''}?`}
        confirm="End the client"
        pending={end.isPending}
        error={end.error}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => {
          if (!asked) return;
          end.mutate(asked.id, {
            onSuccess: () => {
              setIsAsking(false);
              setSaid(`The client ${asked.name} is ended.`);
              // The button that was pressed is gone with its card.
              heading.current?.focus();
            },
          });
        }}
      >
        <Text size="sm">
          {asked && asked.connections > 0
            ? `${counted(asked.connections, 'connection')} through it ${asked.connections === 1 ? 'stops' : 'stop'} at once, and whoever made ${asked.connections === 1 ? 'it is' : 'them is'} told. `
            : 'Nobody is connected through it. '}
          Its id and secret are worth nothing afterwards. This cannot be undone.
        </Text>
      </ConfirmDialog>
    </>
  );
}
