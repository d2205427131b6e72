import type { Named } from '@countersign/contracts/console-api';
import { Button, Paper, Stack, Text } from '@mantine/core';
import type { ConnectionFilter } from '../api/organization-connections.ts';
import type { SetFilter } from './use-connection-filter.ts';

interface NothingFoundProps {
  readonly organization: Named;
  readonly filter: ConnectionFilter;
  readonly onFilter: SetFilter;
}

export function NothingFound({ organization, filter: { state, client, owner }, onFilter }: NothingFoundProps) {
  const isNarrow = client !== '' || owner !== '';
  return (
    <Paper withBorder p="xl">
      <Stack gap="xs" align="flex-start">
        <Text fw={600}>
          {state === 'active' ? 'No active connection' : 'No connection has ended in the last 90 days'}
        </Text>
        <Text size="sm" c="dimmed">
          {isNarrow
            ? 'None that fits the owner and client you chose.'
            : `A member connects an assistant with the connector address under MCP connections, and picks ${organization.name} there.`}
        </Text>
        {isNarrow && (
          <Button variant="default" size="xs" mt="xs" onClick={() => onFilter({ client: '', owner: '' })}>
            Show all
          </Button>
        )}
      </Stack>
    </Paper>
  );
}
