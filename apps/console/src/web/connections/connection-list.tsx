import type { ConnectionView } from '@countersign/contracts/console-api';
import { Button, Group, Paper, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Moment } from '../parts/moment.tsx';
import { ConnectionActions, type ConnectionHandlers } from './connection-actions.tsx';
import styles from './connection-list.module.css';
import { ClientName, Ending, isLive, LastUsed, Scopes, Times, Where } from './connection-parts.tsx';

interface ConnectionListProps extends ConnectionHandlers {
  readonly caption: string;
  readonly connections: readonly ConnectionView[];
}

const COLUMNS = ['Client', 'Organization', 'May do', 'Last used', 'Added'];
const WIDE = '(min-width: 68em)';

/** A table where there is room for one, else a card each. */
export function ConnectionList(props: ConnectionListProps) {
  const isWide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  return isWide ? <ConnectionTable {...props} /> : <ConnectionCards {...props} />;
}

function ConnectionTable({ caption, connections, ...handlers }: ConnectionListProps) {
  return (
    <Paper withBorder>
      <Table verticalSpacing="md" horizontalSpacing="md">
        <Table.Caption hidden>{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((name) => (
              <Table.Th key={name} scope="col" fz="xs" c="dimmed" fw={600}>
                {name}
              </Table.Th>
            ))}
            <Table.Th scope="col">
              <VisuallyHidden>End</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {connections.map((connection) => (
            <Table.Tr key={connection.id} className={isLive(connection) ? undefined : styles.ended}>
              <Table.Td className={styles.name}>
                <ClientName connection={connection} />
                <ConnectionActions connection={connection} {...handlers} />
              </Table.Td>
              <Table.Td className={styles.where}>
                <Where connection={connection} />
              </Table.Td>
              <Table.Td>
                <Scopes connection={connection} />
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
                <RevokeOrEnding connection={connection} {...handlers} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function ConnectionCards({ caption, connections, ...handlers }: ConnectionListProps) {
  return (
    <Stack component="ul" aria-label={caption} gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
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
              <div>
                <ClientName connection={connection} />
                <ConnectionActions connection={connection} {...handlers} />
              </div>
              <RevokeOrEnding connection={connection} {...handlers} />
            </Group>
            <Scopes connection={connection} />
            <dl className={styles.facts}>
              <dt>Organization</dt>
              <dd>
                {connection.organization.name}
                {connection.team && `, team ${connection.team}`}
              </dd>
              <Times connection={connection} />
            </dl>
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

/** Takes the focus when the button that stood in its place is gone. */
export function endingId({ id }: ConnectionView): string {
  return `ending-${id}`;
}

interface RevokeOrEndingProps extends Pick<ConnectionHandlers, 'onRevoke'> {
  readonly connection: ConnectionView;
}

function RevokeOrEnding({ connection, onRevoke }: RevokeOrEndingProps) {
  if (!isLive(connection)) {
    return (
      <Text id={endingId(connection)} tabIndex={-1} size="sm" c="dimmed">
        <Ending connection={connection} />
      </Text>
    );
  }
  return (
    <Button variant="default" size="xs" className={styles.revoke ?? ''} onClick={() => onRevoke(connection)}>
      Revoke
      <VisuallyHidden>
        {' '}
        {connection.client.name} in {connection.organization.name}
      </VisuallyHidden>
    </Button>
  );
}
