import type { ConnectionView } from '@countersign/contracts/console-api';
import { Button, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useSearchParams } from 'wouter';
import { ActivityDrawer } from './activity-drawer.tsx';
import {
  applyConnectionFilter,
  type ConnectionFilter,
  isNarrowed,
  readConnectionFilter,
  writeConnectionFilter,
} from './connection-filter.ts';
import { ConnectionFilterBar } from './connection-filter-bar.tsx';
import { ConnectionList, endingId } from './connection-list.tsx';
import { isLive } from './connection-parts.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { FirstSteps } from './first-steps.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

const NO_FILTER: Partial<ConnectionFilter> = { text: '', state: 'all' };

/** The lists, and what can be done with one of them. Filter and open activity are kept in the address. */
export function MyConnections({ connections }: { readonly connections: readonly ConnectionView[] }) {
  const [search, setSearch] = useSearchParams();
  const filter = readConnectionFilter(search);
  const [asked, setAsked] = useState<{ readonly what: 'revoke' | 'edit'; readonly of: ConnectionView }>();
  const [isAsking, setIsAsking] = useState(false);
  const [revokedHere, setRevokedHere] = useState<readonly ConnectionView[]>([]);
  const [news, setNews] = useState('');
  const [filterBar, setFilterBar] = useState(0);
  const last = revokedHere.at(-1);
  useEffect(() => {
    if (last) document.getElementById(endingId(last))?.focus();
  }, [last]);

  // One that was revoked on this page stays where it was, so the eye finds it again.
  const staysHere = (one: ConnectionView) => isLive(one) || revokedHere.some(({ id }) => id === one.id);
  const found = applyConnectionFilter(connections, filter);
  const active = filter.state === 'ended' ? [] : found.filter(staysHere);
  const ended = filter.state === 'active' ? [] : found.filter((one) => !staysHere(one));

  const narrow = (change: Partial<ConnectionFilter>) =>
    setSearch((now) => writeConnectionFilter(now, { ...readConnectionFilter(now), ...change }), { replace: true });
  const ask = (what: 'revoke' | 'edit') => (of: ConnectionView) => {
    setAsked({ what, of });
    setIsAsking(true);
  };
  const dialog = { opened: isAsking, onClose: () => setIsAsking(false) };
  const handlers = {
    onActivity: ({ id }: ConnectionView) => setSearch((now) => new URLSearchParams([...now, ['activity', id]])),
    onEdit: ask('edit'),
    onRevoke: ask('revoke'),
  };

  return (
    <>
      <ActivityDrawer
        id={search.get('activity')}
        connections={connections}
        onClose={() =>
          setSearch(
            (now) => {
              now.delete('activity');
              return now;
            },
            { replace: true },
          )
        }
      />
      {connections.length > 1 && <ConnectionFilterBar key={filterBar} filter={filter} onChange={narrow} />}
      {active.length === 0 && ended.length === 0 && isNarrowed(filter) ? (
        <NothingFound
          onClear={() => {
            narrow(NO_FILTER);
            setFilterBar((count) => count + 1);
          }}
        />
      ) : (
        <>
          {filter.state !== 'ended' && (active.length > 0 || !isNarrowed(filter)) && (
            <Section id="active" title="Active connections">
              {active.length > 0 ? (
                <ConnectionList caption="Active connections" connections={active} {...handlers} />
              ) : (
                <FirstSteps />
              )}
            </Section>
          )}
          {ended.length > 0 && (
            <Section id="ended" title="Ended in the last 90 days">
              <ConnectionList caption="Ended connections" connections={ended} {...handlers} />
            </Section>
          )}
        </>
      )}
      {asked?.what === 'revoke' && (
        <RevokeDialog
          key={asked.of.id}
          connection={asked.of}
          {...dialog}
          onRevoked={(connection) => {
            setIsAsking(false);
            setRevokedHere((before) => [...before, connection]);
            setNews(`${connection.client.name} is revoked in ${connection.organization.name}.`);
          }}
        />
      )}
      {asked?.what === 'edit' && (
        <EditDialog
          key={asked.of.id}
          connection={asked.of}
          {...dialog}
          onSaved={(connection) => {
            setIsAsking(false);
            setNews(`${connection.client.name} in ${connection.organization.name} is saved.`);
          }}
        />
      )}
      <VisuallyHidden component="output">{news}</VisuallyHidden>
    </>
  );
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Section({ id, title, children }: SectionProps) {
  return (
    <Stack component="section" gap="sm" aria-labelledby={id}>
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function NothingFound({ onClear }: { readonly onClear: () => void }) {
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }}>
      <Stack align="flex-start" gap="sm">
        <Text component="output">None of your connections matches this filter.</Text>
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      </Stack>
    </Paper>
  );
}
