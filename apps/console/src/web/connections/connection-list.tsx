import type { ConnectionView } from '@countersign/contracts/console-api';
import { Button, Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Card, Cards } from '../parts/cards.tsx';
import list from '../parts/list.module.css';
import { ListTable } from '../parts/list-table.tsx';
import { ConnectionActions, type ConnectionHandlers } from './connection-actions.tsx';
import styles from './connection-list.module.css';
import { ClientName, Ending, isLive, Scopes, TimeCells, Times, Where } from './connection-parts.tsx';

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
    <ListTable caption={caption} columns={COLUMNS} actions="End">
      {connections.map((connection) => (
        <Table.Tr key={connection.id} className={isLive(connection) ? undefined : list.ended}>
          <Table.Td className={styles.client}>
            <ClientName connection={connection} />
            <ConnectionActions connection={connection} {...handlers} />
          </Table.Td>
          <Table.Td className={styles.where}>
            <Where connection={connection} />
          </Table.Td>
          <Table.Td>
            <Scopes connection={connection} />
          </Table.Td>
          <TimeCells connection={connection} />
          <Table.Td>
            <RevokeOrEnding connection={connection} {...handlers} />
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}

function ConnectionCards({ caption, connections, ...handlers }: ConnectionListProps) {
  return (
    <Cards label={caption}>
      {connections.map((connection) => (
        <Card key={connection.id} ended={!isLive(connection)}>
          <Stack gap="md">
            <Group justify="space-between" align="flex-start" wrap={isLive(connection) ? 'nowrap' : 'wrap'}>
              <div>
                <ClientName connection={connection} />
                <ConnectionActions connection={connection} {...handlers} />
              </div>
              <RevokeOrEnding connection={connection} {...handlers} />
            </Group>
            <Scopes connection={connection} />
            <dl className={list.facts}>
              <dt>Organization</dt>
              <dd>
                {connection.organization.name}
                {connection.team && `, team ${connection.team}`}
              </dd>
              <Times connection={connection} />
            </dl>
          </Stack>
        </Card>
      ))}
    </Cards>
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
    <Button variant="default" size="xs" className={list.button ?? ''} onClick={() => onRevoke(connection)}>
      Revoke
      <VisuallyHidden>
        {' '}
        {connection.client.name} in {connection.organization.name}
      </VisuallyHidden>
    </Button>
  );
}
