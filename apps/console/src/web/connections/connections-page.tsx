import type { ConnectionView } from '@countersign/contracts/console-api';
import { Paper, Skeleton, Stack, Title, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { connectionsQuery } from '../api/connections.ts';
import { sessionQuery } from '../api/session.ts';
import { Failure } from '../parts/failure.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { ConnectionList, endingId } from './connection-list.tsx';
import { isLive } from './connection-parts.tsx';
import { ConnectorCard } from './connector-card.tsx';
import { FirstSteps } from './first-steps.tsx';
import { OrganizationAddresses } from './organization-addresses.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

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

function MyConnections({ connections }: { readonly connections: readonly ConnectionView[] }) {
  const [asked, setAsked] = useState<ConnectionView>();
  const [isAsking, setIsAsking] = useState(false);
  const [revokedHere, setRevokedHere] = useState<readonly ConnectionView[]>([]);
  // One that was revoked on this page stays where it was, so the eye finds it again.
  const staysHere = (one: ConnectionView) => isLive(one) || revokedHere.some(({ id }) => id === one.id);
  const active = connections.filter(staysHere);
  const ended = connections.filter((one) => !staysHere(one));
  const last = revokedHere.at(-1);
  useEffect(() => {
    if (last) document.getElementById(endingId(last))?.focus();
  }, [last]);

  const ask = (connection: ConnectionView) => {
    setAsked(connection);
    setIsAsking(true);
  };

  return (
    <>
      <Stack component="section" gap="sm" aria-labelledby="active">
        <Title order={2} size="h4" id="active">
          Active connections
        </Title>
        {active.length > 0 ? (
          <ConnectionList caption="Active connections" connections={active} onRevoke={ask} />
        ) : (
          <FirstSteps />
        )}
      </Stack>
      {ended.length > 0 && (
        <Stack component="section" gap="sm" aria-labelledby="ended">
          <Title order={2} size="h4" id="ended">
            Ended in the last 90 days
          </Title>
          <ConnectionList caption="Ended connections" connections={ended} onRevoke={ask} />
        </Stack>
      )}
      {asked && (
        <RevokeDialog
          key={asked.id}
          connection={asked}
          opened={isAsking}
          onClose={() => setIsAsking(false)}
          onRevoked={(connection) => {
            setIsAsking(false);
            setRevokedHere((before) => [...before, connection]);
          }}
        />
      )}
      <VisuallyHidden component="output">
        {last && `${last.client.name} is revoked in ${last.organization.name}.`}
      </VisuallyHidden>
    </>
  );
}

function LoadingConnections() {
  return (
    <Stack gap="sm" aria-hidden>
      <Title order={2} size="h4">
        Active connections
      </Title>
      <Paper withBorder p="md">
        <Stack gap="lg">
          <Skeleton h={14} w="30%" />
          <Skeleton h={44} />
          <Skeleton h={44} />
        </Stack>
      </Paper>
    </Stack>
  );
}
