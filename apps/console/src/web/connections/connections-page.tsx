import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { connectionsQuery } from '../api/connections.ts';
import { sessionQuery } from '../api/session.ts';
import { Failure } from '../parts/failure.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { ConnectorCard } from './connector-card.tsx';
import { MyConnections } from './my-connections.tsx';
import { OrganizationAddresses } from './organization-addresses.tsx';

export function ConnectionsPage() {
  const session = useQuery(sessionQuery);
  const connections = useQuery(connectionsQuery);
  const failed = connections.error ?? session.error;
  const loaded = connections.data &&
    session.data && { connections: connections.data.connections, session: session.data };

  return (
    <>
      <PageHeading title="MCP connections">Assistants you have connected, and what each may do now.</PageHeading>
      <Stack gap="xl">
        <ConnectorCard session={session.data} />
        {failed && (
          <Failure
            title={loaded ? 'This page may be out of date' : 'Your connections could not be loaded'}
            error={failed}
            onRetry={() => void Promise.all([connections.refetch(), session.refetch()])}
          />
        )}
        {loaded ? <MyConnections connections={loaded.connections} /> : !failed && <LoadingConnections />}
        {loaded && <OrganizationAddresses session={loaded.session} />}
      </Stack>
    </>
  );
}

/** One block: whether a filter comes before the list is not known before the list. */
function LoadingConnections() {
  return <Skeleton h={{ base: 480, sm: 320 }} aria-hidden />;
}
