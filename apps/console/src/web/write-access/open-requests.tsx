import type { WriteAccessRequestView, WriteAccessView } from '@countersign/contracts/console-api';
import { Button, Group, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useRef, useState } from 'react';
import { useAnswerRequest } from '../api/write-access.ts';
import { Failure } from '../parts/failure.tsx';
import list from '../parts/list.module.css';
import { Moment } from '../parts/moment.tsx';
import { useKeptChange } from '../sign-in-again/use-kept-change.ts';
import { useSignInAgain } from '../sign-in-again/use-sign-in-again.ts';
import { SwitchDialog } from './switch-dialog.tsx';

/** What members asked for when they were told that writing is off, and the admin's answer. */
export function OpenRequests({ view }: { readonly view: WriteAccessView }) {
  const { requests, organization } = view;
  const answer = useAnswerRequest(organization.slug);
  const [asked, setAsked] = useState<{ readonly request: WriteAccessRequestView; readonly view: WriteAccessView }>();
  const [isAsking, setIsAsking] = useState(false);
  const [said, setSaid] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);

  const signInAgain = useSignInAgain('approve-request');
  const give = (request: WriteAccessRequestView, decision: 'approve' | 'decline') =>
    answer.mutate(
      { request, decision },
      {
        onSuccess: () => {
          setIsAsking(false);
          setSaid(`The request of ${request.person.name} is ${decision === 'approve' ? 'approved' : 'declined'}.`);
          // The button that was pressed is gone with its request.
          heading.current?.focus();
        },
        onError: (error) => signInAgain(error, request.id),
      },
    );
  const ask = (request: WriteAccessRequestView) => {
    answer.reset();
    setAsked({ request, view });
    setIsAsking(true);
  };
  useKeptChange('approve-request', (id) => {
    const request = requests.find((one) => one.id === id);
    if (!request) return;
    ask(request);
    give(request, 'approve');
  });

  return (
    <Stack component="section" gap="sm" aria-labelledby="requests">
      <div>
        <Title order={2} size="h4" id="requests" ref={heading} tabIndex={-1}>
          Requests from members
        </Title>
        <Text size="sm" c="dimmed" mt={4}>
          {requests.length > 0
            ? 'Approving one turns on what it asks for, for everybody. Turning the switch on answers it, too.'
            : 'Nobody is waiting for an answer. Members can ask when an assistant is refused writing.'}
        </Text>
      </div>
      {answer.error && !isAsking && <Failure title="Nothing was changed" error={answer.error} />}
      {requests.length > 0 && (
        <Paper component="ul" withBorder className={list.rows ?? ''}>
          {requests.map((request) => (
            <li key={request.id} className={list.row}>
              <RequestWords request={request} />
              <Group gap="xs" wrap="nowrap">
                <Button
                  variant="default"
                  size="xs"
                  disabled={answer.isPending}
                  onClick={() => give(request, 'decline')}
                >
                  Decline
                  <VisuallyHidden> the request of {request.person.name}</VisuallyHidden>
                </Button>
                <Button size="xs" disabled={answer.isPending} onClick={() => ask(request)}>
                  Approve
                  <VisuallyHidden> the request of {request.person.name}</VisuallyHidden>
                </Button>
              </Group>
            </li>
          ))}
        </Paper>
      )}
      {asked && (
        <SwitchDialog
          change={{ write: true, ...(asked.request.billing && { billingWrite: true }) }}
          view={asked.view}
          opened={isAsking}
          pending={answer.isPending}
          error={answer.error}
          onCancel={() => setIsAsking(false)}
          onConfirm={() => give(asked.request, 'approve')}
        >
          <Text size="sm">This answers the request of {asked.request.person.name}.</Text>
        </SwitchDialog>
      )}
      <VisuallyHidden component="output">{said}</VisuallyHidden>
    </Stack>
  );
}

function RequestWords({ request: { person, clientName, billing, createdAt } }: { request: WriteAccessRequestView }) {
  return (
    <div>
      <Text size="sm">
        <strong>{person.name}</strong> asks for {billing ? 'MCP billing write' : 'MCP write access'} for {clientName}
      </Text>
      <Text size="xs" c="dimmed">
        {person.email}, <Moment at={createdAt} />
      </Text>
    </div>
  );
}
