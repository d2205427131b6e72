import type { OrganizationConnectionView } from '@countersign/contracts/console-organization';
import { Button, Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { ClientName, isLive, Scopes, TimeCells, Times } from '../connections/connection-parts.tsx';
import { Card, Cards } from '../parts/cards.tsx';
import list from '../parts/list.module.css';
import { ListTable } from '../parts/list-table.tsx';
import { AdminEnding } from './admin-ending.tsx';
import styles from './organization-connection-list.module.css';

interface OrganizationConnectionListProps {
  readonly connections: readonly OrganizationConnectionView[];
  readonly onWrites: (connection: OrganizationConnectionView) => void;
  readonly onRevoke: (connection: OrganizationConnectionView) => void;
}

const CAPTION = 'Connections of members';
const COLUMNS = ['Owner', 'Client', 'May do', 'Last used', 'Added'];
const WIDE = '(min-width: 68em)';

/** A table where there is room for one, else a card each. */
export function OrganizationConnectionList(props: OrganizationConnectionListProps) {
  const isWide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  return isWide ? <ConnectionTable {...props} /> : <ConnectionCards {...props} />;
}

function ConnectionTable({ connections, ...actions }: OrganizationConnectionListProps) {
  return (
    <ListTable caption={CAPTION} columns={COLUMNS} actions="Actions">
      {connections.map((connection) => (
        <Table.Tr key={connection.id} className={isLive(connection) ? undefined : list.ended}>
          <Table.Td className={styles.owner}>
            <Owner connection={connection} />
          </Table.Td>
          <Table.Td className={styles.client}>
            <ClientName connection={connection} />
          </Table.Td>
          <Table.Td className={styles.scopes}>
            <Scopes connection={connection} owner={connection.owner.name} />
            <Text size="xs" c="dimmed" mt={5}>
              {teamInWords(connection)}
            </Text>
          </Table.Td>
          <TimeCells connection={connection} />
          <Table.Td>
            <Actions connection={connection} {...actions} />
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}

function ConnectionCards({ connections, ...actions }: OrganizationConnectionListProps) {
  return (
    <Cards label={CAPTION}>
      {connections.map((connection) => (
        <Card key={connection.id} ended={!isLive(connection)}>
          <Stack gap="md">
            <Group justify="space-between" align="flex-start" wrap={isLive(connection) ? 'nowrap' : 'wrap'}>
              <ClientName connection={connection} />
              <Actions connection={connection} {...actions} />
            </Group>
            <Scopes connection={connection} owner={connection.owner.name} />
            <dl className={list.facts}>
              <dt>Owner</dt>
              <dd>
                {connection.owner.name}, {connection.owner.email}
              </dd>
              <dt>Team</dt>
              <dd>{connection.team ?? 'All teams'}</dd>
              <Times connection={connection} />
            </dl>
          </Stack>
        </Card>
      ))}
    </Cards>
  );
}

interface OfConnection {
  readonly connection: OrganizationConnectionView;
}

function Owner({ connection: { owner } }: OfConnection) {
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {owner.name}
      </Text>
      <Text size="xs" c="dimmed">
        {owner.email}
      </Text>
    </Stack>
  );
}

function teamInWords({ team }: OrganizationConnectionView): string {
  return team === null ? 'All teams' : `Team ${team}`;
}

type Handlers = Pick<OrganizationConnectionListProps, 'onWrites' | 'onRevoke'>;

/** What it wrote can be seen also when it has ended. */
function Actions({ connection, onWrites, onRevoke }: OfConnection & Handlers) {
  const which = ` of ${connection.client.name} of ${connection.owner.name}`;
  return (
    <Stack gap={6} align="flex-start" className={list.button ?? ''}>
      {!isLive(connection) && (
        <Text size="sm" c="dimmed">
          <AdminEnding connection={connection} />
        </Text>
      )}
      <Group gap="xs" justify="flex-end">
        <Button variant="default" size="xs" className={list.button ?? ''} onClick={() => onWrites(connection)}>
          Writes
          <VisuallyHidden>{which}</VisuallyHidden>
        </Button>
        {isLive(connection) && (
          <Button variant="default" size="xs" className={list.button ?? ''} onClick={() => onRevoke(connection)}>
            Revoke
            <VisuallyHidden>
              {' '}
              {connection.client.name} of {connection.owner.name}
            </VisuallyHidden>
          </Button>
        )}
      </Group>
    </Stack>
  );
}
