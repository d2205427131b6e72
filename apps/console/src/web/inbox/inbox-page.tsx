import type { ProposalView } from '@countersign/contracts/console-inbox';
import { Anchor, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ApiError } from '../api/api-request.ts';
import { inboxQuery } from '../api/inbox.ts';
import { Failure } from '../parts/failure.tsx';
import list from '../parts/list.module.css';
import { LoadingWords } from '../parts/loading-words.tsx';
import { Moment } from '../parts/moment.tsx';
import { NotFoundPage } from '../parts/not-found-page.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { askerWords, proposalWords, stateWords } from './proposal-words.ts';

/** What waits for a signature in one organization, and what became of the last ones. */
export function InboxPage({ slug }: { readonly slug: string }) {
  const { data: view, error, refetch } = useQuery(inboxQuery(slug));
  if (error instanceof ApiError && error.code === 'not_found') return <NotFoundPage />;
  if (error instanceof ApiError && error.code === 'role_forbids')
    return <PageHeading title="Changes to sign">{error.message}</PageHeading>;
  return (
    <>
      <PageHeading title="Changes to sign" of={view?.organization.name ?? <LoadingWords w={120} />}>
        What assistants and API keys want to change and somebody has to sign first. Nothing here has happened yet.
      </PageHeading>
      {error && <Failure title="The list could not be loaded" error={error} onRetry={() => void refetch()} />}
      {!view && !error && <Skeleton h={160} aria-hidden />}
      {view && (
        <Stack gap="xl">
          <Proposals slug={slug} id="waiting" title="Waiting" proposals={view.waiting}>
            Nothing waits. When an assistant asks for a change that needs a signature, it appears here, and whoever may
            sign it gets a mail.
          </Proposals>
          {view.decided.length > 0 && <Proposals slug={slug} id="decided" title="Decided" proposals={view.decided} />}
        </Stack>
      )}
    </>
  );
}

interface ProposalsProps {
  readonly slug: string;
  readonly id: string;
  readonly title: string;
  readonly proposals: readonly ProposalView[];
  readonly children?: string;
}

function Proposals({ slug, id, title, proposals, children }: ProposalsProps) {
  return (
    <Stack component="section" gap="sm" aria-labelledby={id}>
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      {proposals.length === 0 && <Text c="dimmed">{children}</Text>}
      {proposals.length > 0 && (
        <Paper component="ul" withBorder className={list.rows ?? ''}>
          {proposals.map((proposal) => (
            <li key={proposal.id} className={list.row}>
              <div>
                <Anchor component={Link} href={`/orgs/${slug}/inbox/${proposal.id}`} underline="always" fw={600}>
                  {proposalWords(proposal)}
                </Anchor>
                <Text size="sm" c="dimmed">
                  Asked by {askerWords(proposal)}, <Moment at={proposal.createdAt} />
                </Text>
              </div>
              <Text size="sm">
                {proposal.state === 'pending'
                  ? proposal.maySign
                    ? 'Waits for you'
                    : proposal.signer === 'other'
                      ? 'Waits for somebody else'
                      : 'Waits for its person or an admin'
                  : stateWords(proposal)}
              </Text>
            </li>
          ))}
        </Paper>
      )}
    </Stack>
  );
}
