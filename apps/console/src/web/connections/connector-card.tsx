import type { SessionView } from '@countersign/contracts/console-api';
import { Anchor, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { AddressWarning } from '../health/address-warning.tsx';
import { HealthBadge } from '../health/health-badge.tsx';
import { Copyable } from '../parts/copyable.tsx';

/** The address assistants connect to. While it loads it is as high as it will be with an address of usual length. */
export function ConnectorCard({ session }: { readonly session: SessionView | undefined }) {
  return (
    <Paper component="section" withBorder p={{ base: 'md', sm: 'lg' }} aria-labelledby="connector">
      <Stack gap="xs">
        <Title order={2} size="h4" id="connector">
          Connector address
        </Title>
        <Text size="sm" c="dimmed">
          Paste it into claude.ai, ChatGPT, Cursor or VS Code. You pick the organization, and what the assistant may do,
          on the page that follows.{' '}
          <Anchor component={Link} href="/connect" underline="always">
            Step by step for each assistant
          </Anchor>
        </Text>
        {session ? (
          <>
            <Copyable strong text={session.connectorUrl} what="the connector address" />
            <AddressWarning />
          </>
        ) : (
          <Skeleton h={{ base: 96, xs: 50 }} aria-hidden />
        )}
        <Text size="sm" c="dimmed" mt="sm">
          For Claude Code, run:
        </Text>
        {session ? (
          <Copyable text={addToClaudeCode(session.connectorUrl)} what="the command for Claude Code" />
        ) : (
          <Skeleton h={{ base: 135, xs: 50 }} aria-hidden />
        )}
        <Stack mt="sm">
          <HealthBadge />
        </Stack>
      </Stack>
    </Paper>
  );
}

function addToClaudeCode(url: string): string {
  return `claude mcp add --transport http countersign ${url}`;
}
