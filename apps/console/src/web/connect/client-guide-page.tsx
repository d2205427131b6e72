import type { SessionView } from '@countersign/contracts/console-api';
import { Anchor, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { sessionQuery } from '../api/session.ts';
import { AddressLine } from '../health/address-line.tsx';
import { HealthBadge } from '../health/health-badge.tsx';
import { Failure } from '../parts/failure.tsx';
import { NotFoundPage } from '../parts/not-found-page.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import type { ClientGuide, Connector } from './client-guide.ts';
import { CLIENT_GUIDES } from './client-guides.ts';
import { GuideNotes } from './guide-notes.tsx';
import { GuideSteps } from './guide-steps.tsx';
import { OrganizationChoice } from './organization-choice.tsx';
import { reachOf } from './reach.ts';
import { ReachNotice } from './reach-notice.tsx';

/** `/connect/<client>`: how this client is connected to this deployment. `?organization=` chooses an organization’s own address. */
export function ClientGuidePage({ slug }: { readonly slug: string }) {
  const guide = CLIENT_GUIDES.find((one) => one.slug === slug);
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (!guide) return <NotFoundPage />;
  return (
    <>
      <PageHeading
        title={`Connect ${guide.name === 'Another client' ? 'another client' : guide.name}`}
        of={
          <Anchor component={Link} href="/connect" inherit>
            All assistants
          </Anchor>
        }
      >
        {guide.about}.
      </PageHeading>
      {session && <Guide guide={guide} session={session} />}
      {!session && error && (
        <Failure title="The address could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
      {!session && !error && <Skeleton h={480} aria-hidden />}
    </>
  );
}

function Guide({ guide, session }: { readonly guide: ClientGuide; readonly session: SessionView }) {
  const [parameters, setParameters] = useSearchParams();
  const chosen = session.organizations.find(({ slug }) => slug === parameters.get('organization'));
  const connector: Connector = chosen
    ? { name: `countersign-${chosen.slug}`, url: chosen.connectorUrl }
    : { name: 'countersign', url: session.connectorUrl };
  const reach = reachOf(guide, connector.url);
  const notes = guide.notes(connector);

  return (
    <Stack gap="lg">
      <OrganizationChoice
        organizations={session.organizations}
        chosen={chosen?.slug}
        onChoose={(slug) => setParameters(slug ? { organization: slug } : {}, { replace: true })}
      />
      <HealthBadge key={chosen?.slug ?? ''} organization={chosen?.slug} />
      <ReachNotice reach={reach} client={guide.name} url={connector.url} />
      {guide.link && reach !== 'not_this_client' && (
        <Paper withBorder p={{ base: 'md', sm: 'lg' }}>
          <Group justify="space-between">
            <Text>In one click, with everything filled in</Text>
            <GuideLink link={guide.link} connector={connector} />
          </Group>
        </Paper>
      )}
      <Stack component="section" gap="sm" aria-labelledby="steps">
        <Title order={2} size="h4" id="steps">
          Step by step
        </Title>
        <AddressLine organization={chosen?.slug}>What there is to copy is filled in for this address.</AddressLine>
        <Paper withBorder p={{ base: 'md', sm: 'lg' }}>
          <GuideSteps steps={guide.steps(connector)} />
        </Paper>
      </Stack>
      {notes.length > 0 && <GuideNotes notes={notes} />}
    </Stack>
  );
}

interface GuideLinkProps {
  readonly link: NonNullable<ClientGuide['link']>;
  readonly connector: Connector;
}

/** A page opens beside this one; a program opens by itself and leaves no empty tab. */
function GuideLink({ link, connector }: GuideLinkProps) {
  const href = link.href(connector);
  const beside = href.startsWith('https:') ? { target: '_blank', rel: 'noreferrer' } : {};
  return (
    <Button component="a" href={href} {...beside}>
      {link.label}
    </Button>
  );
}
