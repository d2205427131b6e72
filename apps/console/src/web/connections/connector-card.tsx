import type { SessionView } from '@countersign/contracts/console-api';
import { Anchor, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { HealthBadge } from '../health/health-badge.tsx';
import { Copyable } from '../parts/copyable.tsx';

/** Whether assistants can connect, then the address they connect to. While that loads, one of about the same length keeps its room. */
export function ConnectorCard({ session }: { readonly session: SessionView | undefined }) {
  const url = session?.connectorUrl ?? `${location.origin}/mcp`;
  return (
    <Paper component="section" withBorder p={{ base: 'md', sm: 'lg' }} aria-labelledby="connector">
      <Stack gap="xs">
        <Title order={2} size="h4" id="connector">
          Connector address
        </Title>
        <HealthBadge />
        <Text size="sm" c="dimmed">
          Paste this address into claude.ai, ChatGPT, Cursor or VS Code. You pick the organization, and what the
          assistant may do, on the page that follows.{' '}
          <Anchor component={Link} href="/connect" underline="always">
            Step by step for each assistant
          </Anchor>
        </Text>
        <Skeleton visible={!session} inert={!session}>
          <Copyable strong text={url} what="the connector address" />
        </Skeleton>
        <Text size="sm" c="dimmed" mt="sm">
          For Claude Code, run:
        </Text>
        <Skeleton visible={!session} inert={!session}>
          <Copyable text={`claude mcp add --transport http countersign ${url}`} what="the command for Claude Code" />
        </Skeleton>
      </Stack>
    </Paper>
  );
}
