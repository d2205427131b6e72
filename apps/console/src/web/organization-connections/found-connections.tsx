import type { Named } from '@countersign/contracts/console-api';
import type {
  OrganizationClientView,
  OrganizationConnectionsView,
  OrganizationConnectionView,
} from '@countersign/contracts/console-organization';
import { Button, Stack, Text, VisuallyHidden } from '@mantine/core';
import { lazy, useEffect, useRef, useState } from 'react';
import type { ConnectionFilter } from '../api/organization-connections.ts';
import { counted } from '../parts/counted.ts';
import { FetchedLater } from '../parts/fetched-later.tsx';
import { AllOfClient } from './all-of-client.tsx';
import { NothingFound } from './nothing-found.tsx';
import { OrganizationConnectionList } from './organization-connection-list.tsx';
import { type Asked, RevokeDialog } from './revoke-dialog.tsx';
import type { SetFilter } from './use-connection-filter.ts';

/** Fetched when it is first opened: most visits never look. */
const WritesPanel = lazy(async () => ({ default: (await import('./writes-panel.tsx')).WritesPanel }));

interface FoundConnectionsProps {
  readonly organization: Named;
  readonly filter: ConnectionFilter;
  readonly onFilter: SetFilter;
  readonly pages: readonly OrganizationConnectionsView[];
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}

/** The connections that the filter finds, and ending them. */
export function FoundConnections({ organization, filter, onFilter, pages, query }: FoundConnectionsProps) {
  const [asked, setAsked] = useState<Asked>();
  const [isAsking, setIsAsking] = useState(false);
  const [ended, setEnded] = useState<readonly OrganizationConnectionView[]>([]);
  const [looked, setLooked] = useState<OrganizationConnectionView>();
  const [isLooking, setIsLooking] = useState(false);
  const status = useRef<HTMLOutputElement>(null);
  useEffect(() => {
    if (ended.length > 0) status.current?.focus();
  }, [ended]);

  const connections = withEnded(
    pages.flatMap(({ items }) => items),
    ended,
  );
  const clients = pages[0]?.clients ?? [];
  const client = clients.find(({ key }) => key === filter.client);
  const ask = (next: Asked) => {
    setAsked(next);
    setIsAsking(true);
  };

  return (
    <Stack
      component="section"
      gap="sm"
      aria-label={filter.state === 'active' ? 'Active connections' : 'Ended connections'}
    >
      {client && filter.state === 'active' && (
        <AllOfClient client={client} onRevoke={(of: OrganizationClientView) => ask({ kind: 'client', client: of })} />
      )}
      <VisuallyHidden component="output" ref={status} tabIndex={-1}>
        {ended.length > 0 && `${counted(ended.length, 'connection')} ${ended.length === 1 ? 'is' : 'are'} revoked.`}
      </VisuallyHidden>
      {connections.length > 0 ? (
        <OrganizationConnectionList
          connections={connections}
          onWrites={(connection) => {
            setLooked(connection);
            setIsLooking(true);
          }}
          onRevoke={(connection) => ask({ kind: 'one', connection })}
        />
      ) : (
        <NothingFound organization={organization} filter={filter} onFilter={onFilter} />
      )}
      {query.hasNextPage && (
        <Button
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      {connections.length > 0 && !query.hasNextPage && (
        <Text size="sm" c="dimmed">
          {counted(connections.length, 'connection')}
          {filter.state === 'ended' && ', ended in the last 90 days'}
        </Text>
      )}
      {looked && (
        <FetchedLater failure="The writes could not be opened" meanwhile={null}>
          <WritesPanel
            key={looked.id}
            organization={organization}
            connection={looked}
            opened={isLooking}
            onClose={() => setIsLooking(false)}
          />
        </FetchedLater>
      )}
      {asked && (
        <RevokeDialog
          key={asked.kind === 'one' ? asked.connection.id : asked.client.key}
          organization={organization}
          asked={asked}
          opened={isAsking}
          onClose={() => setIsAsking(false)}
          onRevoked={(revoked) => {
            setIsAsking(false);
            setEnded((before) => [...before, ...revoked]);
          }}
        />
      )}
    </Stack>
  );
}

/** One that was ended on this page stays where it was, so the eye finds it again. */
function withEnded(
  found: readonly OrganizationConnectionView[],
  ended: readonly OrganizationConnectionView[],
): OrganizationConnectionView[] {
  const byId = new Map([...found, ...ended].map((one) => [one.id, one]));
  return [...byId.values()].sort(
    (one, other) => other.createdAt.localeCompare(one.createdAt) || other.id.localeCompare(one.id),
  );
}
