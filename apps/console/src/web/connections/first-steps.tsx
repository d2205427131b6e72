import { Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';

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
      <Stack component="ol" gap="md" mt="lg" mb={0} p={0} style={{ listStyle: 'none' }}>
        {STEPS.map(([step, more], index) => (
          <Group key={step} component="li" align="flex-start" wrap="nowrap" gap="sm">
            <ThemeIcon variant="filled" radius="xl" size={28} aria-hidden>
              {index + 1}
            </ThemeIcon>
            <div>
              <Text fw={600} lh="28px">
                {step}
              </Text>
              {more && (
                <Text size="sm" c="dimmed">
                  {more}
                </Text>
              )}
            </div>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
