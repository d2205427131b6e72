import type { OrganizationView } from '@countersign/contracts/console-api';
import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ApiError } from '../api/api-request.ts';
import { organizationConnectionsQuery } from '../api/organization-connections.ts';
import { Failure } from '../parts/failure.tsx';
import { LoadingWords } from '../parts/loading-words.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { AdminsOnly } from '../write-access/admins-only.tsx';
import { ForAdmins } from '../write-access/for-admins.tsx';
import { ConnectionFilters } from './connection-filters.tsx';
import { FoundConnections } from './found-connections.tsx';
import { useConnectionFilter } from './use-connection-filter.ts';

export function OrganizationConnectionsPage({ slug }: { readonly slug: string }) {
  return <ForAdmins slug={slug} loading={<Loading />} admin={Connections} member={OnlyYourOwn} />;
}

function Connections({ organization }: { readonly organization: OrganizationView }) {
  const [filter, setFilter] = useConnectionFilter();
  const query = useInfiniteQuery(organizationConnectionsQuery(organization.slug, filter));
  const { data, error, refetch } = query;
  if (error instanceof ApiError && error.code === 'role_forbids') return <OnlyYourOwn organization={organization} />;
  return (
    <>
      <Heading name={organization.name} />
      <Stack gap="lg">
        <ConnectionFilters clients={data?.pages[0]?.clients ?? []} filter={filter} onFilter={setFilter} />
        {error && (
          <Failure
            title={data ? 'This page may be out of date' : 'The connections could not be loaded'}
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {!data && !error && <LoadingList />}
        {data && (
          <FoundConnections
            // What was ended under one filter does not belong under another.
            key={`${filter.state} ${filter.client} ${filter.owner}`}
            organization={organization}
            filter={filter}
            onFilter={setFilter}
            query={query}
            pages={data.pages}
          />
        )}
      </Stack>
    </>
  );
}

function OnlyYourOwn({ organization }: { readonly organization: OrganizationView }) {
  return (
    <AdminsOnly
      organization={organization}
      title="Connections"
      lead={`Only an admin sees what all members of ${organization.name} have connected.`}
    >
      <Text>
        Your own are under{' '}
        <Anchor component={Link} href="/settings/connections">
          MCP connections
        </Anchor>
        .
      </Text>
    </AdminsOnly>
  );
}

function Heading({ name }: { readonly name: string | undefined }) {
  return (
    <PageHeading title="Connections" of={name ?? <LoadingWords w={120} />}>
      Every assistant that a member has connected to this organization. You see that it exists, what it may do and what
      it changes, not what it reads.
    </PageHeading>
  );
}

function Loading() {
  return (
    <>
      <Heading name={undefined} />
      <Stack gap="lg" aria-hidden>
        <Skeleton h={{ base: 183, sm: 61 }} />
        <LoadingList />
      </Stack>
    </>
  );
}

function LoadingList() {
  return (
    <Stack gap="sm" aria-hidden>
      <Skeleton h={76} />
      <Skeleton h={76} />
      <Skeleton h={76} />
    </Stack>
  );
}
