import { Anchor, List, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.ts';
import { organizationQuery } from '../api/write-access.ts';
import { Failure } from '../parts/failure.tsx';
import { PageHeading } from '../parts/page-heading.tsx';

/** What a member who is no admin gets: how things stand, and whom to ask. */
export function AdminsOnly({ slug }: { readonly slug: string }) {
  const { data: session } = useQuery(sessionQuery);
  const { data: card, error, refetch } = useQuery(organizationQuery(slug));
  if (error) return <Failure title="This page could not be loaded" error={error} onRetry={() => void refetch()} />;
  const switches = session?.organizations.find((one) => one.slug === card?.slug)?.switches;
  return (
    <>
      <PageHeading title="MCP write access" of={card?.name}>
        Only an admin can turn these switches. You can ask one of them.
      </PageHeading>
      {card ? (
        <Stack gap="lg">
          {switches && (
            <Text>
              Now MCP write access is <strong>{switches.write ? 'on' : 'off'}</strong> and MCP billing write is{' '}
              <strong>{switches.billingWrite ? 'on' : 'off'}</strong> in {card.name}.
            </Text>
          )}
          <Paper withBorder p="lg">
            <Text fw={600} mb="xs">
              Admins of {card.name}
            </Text>
            <List spacing={4} listStyleType="none">
              {card.admins.map(({ name, email }) => (
                <List.Item key={email}>
                  {name}, <Anchor href={`mailto:${email}`}>{email}</Anchor>
                </List.Item>
              ))}
            </List>
          </Paper>
        </Stack>
      ) : (
        <Skeleton h={160} aria-hidden />
      )}
    </>
  );
}
