import type { ProposalDetailView } from '@countersign/contracts/console-inbox';
import { Alert, Anchor, Button, Group, Skeleton, Stack, Text, Textarea, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link } from 'wouter';
import { ApiError } from '../api/api-request.ts';
import { proposalQuery, useDecline, useSign } from '../api/inbox.ts';
import { Failure } from '../parts/failure.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { useKeptChange } from '../sign-in-again/use-kept-change.ts';
import { useSignInAgain } from '../sign-in-again/use-sign-in-again.ts';
import styles from './deed-changes.module.css';
import { DeedChanges } from './deed-changes.tsx';
import { askerWords, proposalWords, stateWords } from './proposal-words.ts';

interface ProposalPageProps {
  readonly slug: string;
  readonly id: string;
}

/** One change that waits: exactly what it would do, and the two buttons. */
export function ProposalPage({ slug, id }: ProposalPageProps) {
  const { data: proposal, error, refetch } = useQuery(proposalQuery(slug, id));
  if (proposal) return <Shown slug={slug} proposal={proposal} />;
  const back = (
    <Anchor component={Link} href={`/orgs/${slug}/inbox`} underline="always">
      All changes to sign
    </Anchor>
  );
  if (error instanceof ApiError && error.code === 'not_found') {
    return (
      <>
        <PageHeading title="There is no such change">
          It may belong to an organization that you are no member of. What was decided stays in the list for a while.
        </PageHeading>
        {back}
      </>
    );
  }
  if (error) {
    return (
      <>
        <PageHeading title="A change to sign">What an assistant wants to change.</PageHeading>
        <Failure title="The change could not be loaded" error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return (
    <Stack gap="md" aria-hidden>
      <Skeleton h={20} w="8rem" />
      <Skeleton h={34} w="24rem" maw="100%" />
      <Skeleton h={20} w="16rem" maw="100%" />
      <Skeleton h={220} mt="md" />
    </Stack>
  );
}

function Shown({ slug, proposal }: { readonly slug: string; readonly proposal: ProposalDetailView }) {
  const { organization, state, createdAt, expiresAt, changes, refusal, isChanged, declineReason } = proposal;
  const outcome = useRef<HTMLOutputElement>(null);
  // The button that decided is gone, and the focus with it: whoever works by keyboard goes on at what came of it.
  const [cameAs] = useState(state);
  useEffect(() => {
    if (state !== cameAs && document.activeElement === document.body) outcome.current?.focus();
  }, [state, cameAs]);
  return (
    <>
      <PageHeading title={proposalWords(proposal)} of={organization.name}>
        Asked by {askerWords(proposal)}, <Moment at={createdAt} />.{' '}
        {state === 'pending' && <>Nothing was changed yet; unsigned, it lapses on {expiresAt.slice(0, 10)}.</>}
      </PageHeading>
      <Text component="output" ref={outcome} tabIndex={-1} fw={600} display="block" mb={state === 'pending' ? 0 : 'lg'}>
        {state !== 'pending' && `${stateWords(proposal)}.`}
      </Text>
      <Stack gap="lg">
        {declineReason && <Text className={styles.words ?? ''}>Reason: {declineReason}</Text>}
        {refusal && (
          <Alert color="orange" title="It cannot be done at this moment">
            {refusal}
          </Alert>
        )}
        {isChanged && !refusal && (
          <Alert color="orange" title="It would do something else now than when it was asked">
            Records changed meanwhile. Below is what it would do now.
          </Alert>
        )}
        <Stack component="section" gap="sm" aria-labelledby="changes">
          <Title order={2} size="h4" id="changes">
            {state === 'pending' ? 'What would happen' : 'What was asked for'}
          </Title>
          <DeedChanges changes={changes} />
        </Stack>
        {state === 'pending' && <Decision slug={slug} proposal={proposal} />}
        <Anchor component={Link} href={`/orgs/${slug}/inbox`} underline="always">
          All changes to sign
        </Anchor>
      </Stack>
    </>
  );
}

function Decision({ slug, proposal }: { readonly slug: string; readonly proposal: ProposalDetailView }) {
  const { id, seen, maySign, signer, person } = proposal;
  const sign = useSign(slug, id);
  const decline = useDecline(slug, id);
  const [isDeclining, setIsDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const whyNot = useRef<HTMLTextAreaElement>(null);
  const declineButton = useRef<HTMLButtonElement>(null);
  // Each choice takes away the button that made it; the focus goes to what came in its place.
  const showDeclining = (isShown: boolean) => {
    flushSync(() => setIsDeclining(isShown));
    (isShown ? whyNot : declineButton).current?.focus();
  };
  const signInAgain = useSignInAgain('sign-proposal');
  const give = (what: string) => sign.mutate(what, { onError: (error) => signInAgain(error, what) });
  // Signed only if it is still what was on the page before the sign-in: the server compares.
  useKeptChange('sign-proposal', (what) => give(what as string));

  if (!maySign) {
    return (
      <Text>
        {signer === 'other'
          ? 'Somebody else than the person behind it has to sign this, with a role that may do it themselves.'
          : `${person?.name ?? 'An admin'} or an admin can sign this.`}
      </Text>
    );
  }
  return (
    <Stack component="section" gap="sm" aria-label="Your decision">
      {sign.error && <Failure title="It was not done" error={sign.error} />}
      {decline.error && <Failure title="It was not declined" error={decline.error} />}
      {isDeclining ? (
        <>
          <Textarea
            label="Why not?"
            description="The assistant and its person read it. May be empty."
            value={reason}
            maxLength={500}
            autosize
            minRows={2}
            ref={whyNot}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Group gap="sm">
            <Button color="red.9" loading={decline.isPending} onClick={() => decline.mutate(reason)}>
              Decline it
            </Button>
            <Button variant="default" onClick={() => showDeclining(false)}>
              Back
            </Button>
          </Group>
        </>
      ) : (
        <Group gap="sm">
          <Button loading={sign.isPending} disabled={seen === null} onClick={() => seen !== null && give(seen)}>
            Sign and do it
          </Button>
          <Button variant="default" ref={declineButton} disabled={sign.isPending} onClick={() => showDeclining(true)}>
            Decline…
          </Button>
        </Group>
      )}
    </Stack>
  );
}
