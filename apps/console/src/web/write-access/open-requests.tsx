import type { WriteAccessView } from '@countersign/contracts/console-api';
import { Paper, Stack, Text, Title } from '@mantine/core';
import { Moment } from '../parts/moment.tsx';
import styles from './open-requests.module.css';

/** What members asked for when they were told that writing is off. */
export function OpenRequests({ view: { requests } }: { readonly view: WriteAccessView }) {
  if (requests.length === 0) return null;
  return (
    <Stack component="section" gap="sm" aria-labelledby="requests">
      <div>
        <Title order={2} size="h4" id="requests">
          Requests from members
        </Title>
        <Text size="sm" c="dimmed" mt={4}>
          Turning on the switch they ask for answers them.
        </Text>
      </div>
      <Paper component="ul" withBorder className={styles.requests}>
        {requests.map(({ id, person, clientName, billing, createdAt }) => (
          <Text key={id} component="li" size="sm" p="md">
            <strong>{person.name}</strong> ({person.email}) asks for{' '}
            {billing ? 'MCP billing write' : 'MCP write access'} for {clientName},{' '}
            <Text span c="dimmed">
              <Moment at={createdAt} />
            </Text>
          </Text>
        ))}
      </Paper>
    </Stack>
  );
}
