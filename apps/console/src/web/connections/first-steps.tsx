import type { OrganizationView } from '@countersign/contracts/console-api';
import { Anchor, Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { isAdministered, sessionQuery } from '../api/session.ts';

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
  const { data: session } = useQuery(sessionQuery);
  const readOnly = session?.organizations.filter((one) => isAdministered(one) && !one.switches.write) ?? [];
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
      {readOnly.map((organization) => (
        <ReadOnly key={organization.slug} organization={organization} />
      ))}
    </Paper>
  );
}

/** What an admin has to do besides, which nobody else will do for them. */
function ReadOnly({ organization: { slug, name } }: { readonly organization: OrganizationView }) {
  return (
    <Text size="sm" mt="lg">
      In {name} assistants can only read until you turn on{' '}
      <Anchor component={Link} href={`/orgs/${slug}/settings/mcp-write-access`} underline="always">
        MCP write access
      </Anchor>
      .
    </Text>
  );
}
