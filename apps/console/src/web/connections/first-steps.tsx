import { List, Paper, Text, ThemeIcon, Title } from '@mantine/core';

const STEPS = [
  ['Copy the connector address above.', ''],
  [
    'Add it to your assistant.',
    'In claude.ai: Settings, Connectors, Add custom connector. In Claude Code: run the command above.',
  ],
  ['Sign in and decide.', 'Choose one organization. Reading is always part of it; writing is yours to allow.'],
] as const;

/** What the page shows before the first connection. */
export function FirstSteps() {
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }}>
      <Title order={3} size="h4">
        No assistant is connected yet
      </Title>
      <List type="ordered" mt="lg" spacing="md" center={false} style={{ listStyle: 'none' }}>
        {STEPS.map(([step, more], index) => (
          <List.Item
            key={step}
            icon={
              <ThemeIcon radius="xl" size={28} variant="filled" aria-hidden>
                {index + 1}
              </ThemeIcon>
            }
          >
            <Text fw={600}>{step}</Text>
            {more && (
              <Text size="sm" c="dimmed">
                {more}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Paper>
  );
}
