import { Paper, Stack, Text, Title } from '@mantine/core';
import { Fragment } from 'react';
import styles from './tools.module.css';

const NOT_EXPOSED: readonly (readonly [what: string, why: string])[] = [
  ['Payroll', 'What people earn is nobody’s to ask for through an assistant.'],
  ['Organization settings and the MCP switches', 'What limits an assistant cannot be in its own hands.'],
  ['Roles, and removing members', 'An assistant that could raise a role would raise its own.'],
  ['API keys', 'A key outlives the connection that made it.'],
  ['Connections', 'Only people let assistants in, and only people end it.'],
  ['Sign-in settings', 'Passwords and passkeys belong to the person at the keyboard.'],
  [
    'Deleting anything issued or posted',
    'What was issued is corrected by another record, so that the books stay true.',
  ],
];

/** What no tool reaches, whatever anybody allows. */
export function NotExposed() {
  return (
    <Stack component="section" gap="sm" id="not-exposed" aria-labelledby="never">
      <div>
        <Title order={2} size="h4" id="never">
          Deliberately not exposed
        </Title>
        <Text size="sm" c="dimmed" mt={4}>
          There is no tool for these, and no scope, role or API key opens one.
        </Text>
      </div>
      <Paper withBorder p={{ base: 'md', sm: 'lg' }}>
        <dl className={styles.reasons}>
          {NOT_EXPOSED.map(([what, why]) => (
            <Fragment key={what}>
              <dt>{what}</dt>
              <dd>{why}</dd>
            </Fragment>
          ))}
        </dl>
      </Paper>
    </Stack>
  );
}
