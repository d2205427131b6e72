import type { OrganizationConnectionView } from '@countersign/contracts/console-organization';
import { Button, Group, Paper, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { ClientName, isLive, LastUsed, Scopes, Times } from '../connections/connection-parts.tsx';
import { Moment } from '../parts/moment.tsx';
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
    <Paper withBorder>
      <Table verticalSpacing="md" horizontalSpacing="md">
        <Table.Caption hidden>{CAPTION}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((name) => (
              <Table.Th key={name} scope="col" fz="xs" c="dimmed" fw={600} className={styles.column}>
                {name}
              </Table.Th>
            ))}
            <Table.Th scope="col">
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {connections.map((connection) => (
            <Table.Tr key={connection.id} className={isLive(connection) ? undefined : styles.ended}>
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
              <Table.Td className={styles.time}>
                <LastUsed connection={connection} />
              </Table.Td>
              <Table.Td className={styles.time}>
                <Moment at={connection.createdAt} />
                {isLive(connection) && (
                  <Text size="xs" c="dimmed">
                    Expires <Moment at={connection.expiresAt} />
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Actions connection={connection} {...actions} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function ConnectionCards({ connections, ...actions }: OrganizationConnectionListProps) {
  return (
    <Stack component="ul" aria-label={CAPTION} gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
      {connections.map((connection) => (
        <Paper
          key={connection.id}
          component="li"
          withBorder
          p="md"
          className={isLive(connection) ? undefined : styles.ended}
        >
          <Stack gap="md">
            <Group justify="space-between" align="flex-start" wrap={isLive(connection) ? 'nowrap' : 'wrap'}>
              <ClientName connection={connection} />
              <Actions connection={connection} {...actions} />
            </Group>
            <Scopes connection={connection} owner={connection.owner.name} />
            <dl className={styles.facts}>
              <dt>Owner</dt>
              <dd>
                {connection.owner.name}, {connection.owner.email}
              </dd>
              <dt>Team</dt>
              <dd>{connection.team ?? 'All teams'}</dd>
              <Times connection={connection} />
            </dl>
          </Stack>
        </Paper>
      ))}
    </Stack>
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
    <Stack gap={6} align="flex-start">
      {!isLive(connection) && (
        <Text size="sm" c="dimmed">
          <AdminEnding connection={connection} />
        </Text>
      )}
      <Group gap="xs" justify="flex-end">
        <Button variant="default" size="xs" className={styles.revoke} onClick={() => onWrites(connection)}>
          Writes
          <VisuallyHidden>{which}</VisuallyHidden>
        </Button>
        {isLive(connection) && (
          <Button variant="default" size="xs" className={styles.revoke} onClick={() => onRevoke(connection)}>
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
