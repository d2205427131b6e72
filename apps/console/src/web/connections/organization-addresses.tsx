import type { SessionView } from '@countersign/contracts/console-api';
import { Paper, Stack, Text, Title } from '@mantine/core';
import { AddressLine } from '../health/address-line.tsx';
import { Copyable } from '../parts/copyable.tsx';

/** Assistants take one address once; these are how a second organization gets into the same one. */
export function OrganizationAddresses({ session }: { readonly session: SessionView }) {
  if (session.organizations.length === 0) return null;
  return (
    <Paper component="section" withBorder p={{ base: 'md', sm: 'lg' }} aria-labelledby="organization-addresses">
      <Stack gap="md">
        <div>
          <Title order={2} size="h4" id="organization-addresses">
            One address per organization
          </Title>
          <AddressLine>Use this one to add a second organization to the same assistant.</AddressLine>
        </div>
        {session.organizations.map(({ slug, name, connectorUrl }) => (
          <Stack key={slug} gap={4}>
            <Text size="sm" fw={600}>
              {name}
            </Text>
            <Copyable text={connectorUrl} what={`the address of ${name}`} />
          </Stack>
        ))}
      </Stack>
    </Paper>
  );
}
