import type { OrganizationView } from '@countersign/contracts/console-api';
import { Anchor, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { organizationQuery } from '../api/write-access.ts';
import { Failure } from '../parts/failure.tsx';
import { PageHeading } from '../parts/page-heading.tsx';

interface AdminsOnlyProps {
  readonly organization: OrganizationView;
  readonly title: string;
  /** What only an admin can do here. */
  readonly lead: string;
  /** How things stand, as far as a member may know. */
  readonly children: ReactNode;
}

/** What a member who is no admin gets: how things stand, and whom to ask. */
export function AdminsOnly({ organization: { slug, name }, title, lead, children }: AdminsOnlyProps) {
  const { data: card, error, refetch } = useQuery(organizationQuery(slug));
  return (
    <>
      <PageHeading title={title} of={name}>
        {lead}
      </PageHeading>
      <Stack gap="lg">
        {children}
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
