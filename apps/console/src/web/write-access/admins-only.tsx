import type { OrganizationView } from '@countersign/contracts/console-api';
import { Anchor, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { organizationQuery } from '../api/write-access.ts';
import { Failure } from '../parts/failure.tsx';
import { PageHeading } from '../parts/page-heading.tsx';

/** What a member who is no admin gets: how things stand, and whom to ask. */
export function AdminsOnly({ organization }: { readonly organization: OrganizationView }) {
  const { slug, name, switches } = organization;
  const { data: card, error, refetch } = useQuery(organizationQuery(slug));
  return (
    <>
      <PageHeading title="MCP write access" of={name}>
        Only an admin can turn these switches. You can ask one of them.
      </PageHeading>
      <Stack gap="lg">
        <Text>
          MCP write access is <strong>{switches.write ? 'on' : 'off'}</strong> and MCP billing write is{' '}
          <strong>{switches.billingWrite ? 'on' : 'off'}</strong> in {name} now.
        </Text>
        {error && <Failure title="The admins could not be loaded" error={error} onRetry={() => void refetch()} />}
        {!card && !error && <Skeleton h={120} aria-hidden />}
        {card && (
          <Paper withBorder p="lg">
            <Text fw={600} mb="xs">
              Admins of {name}
            </Text>
            <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
              {card.admins.map((admin) => (
                <li key={admin.email}>
                  {admin.name}, <Anchor href={`mailto:${admin.email}`}>{admin.email}</Anchor>
                </li>
              ))}
            </Stack>
          </Paper>
        )}
      </Stack>
    </>
  );
}
