import { Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { apiKeysQuery, type KeysOf } from '../api/api-keys.ts';
import { sessionQuery } from '../api/session.ts';
import { Failure } from '../parts/failure.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { ApiKeys } from './api-keys.tsx';
import { LoadingKeys } from './loading-keys.tsx';

const MINE: KeysOf = { kind: 'personal' };
const SECTIONS = [
  {
    title: 'Active keys',
    nothing: 'You have no API key. Assistants that let you sign in need none: connect them instead.',
    includes: () => true,
  },
];

/** `/settings/api-keys`: the person's own keys, in all their organizations. */
export function MyApiKeysPage() {
  const session = useQuery(sessionQuery);
  const keys = useQuery(apiKeysQuery(MINE));
  const error = session.error ?? keys.error;
  const isLoaded = session.data && keys.data;
  return (
    <>
      <PageHeading title="My API keys">
        For programs and assistants that send a key instead of signing in. A key of yours works in one organization,
        never does more than your role there, and ends with your membership.
      </PageHeading>
      <Stack gap="lg">
        {error && (
          <Failure
            title={isLoaded ? 'This page may be out of date' : 'Your API keys could not be loaded'}
            error={error}
            onRetry={() => void Promise.all([session.refetch(), keys.refetch()])}
          />
        )}
        {isLoaded && session.data.organizations.length === 0 && (
          <Paper withBorder p="lg">
            <Text size="sm">You are a member of no organization yet, so there is nothing a key could open.</Text>
          </Paper>
        )}
        {isLoaded && session.data.organizations.length > 0 && (
          <ApiKeys
            of={MINE}
            organizations={session.data.organizations}
            apiKeys={keys.data.apiKeys}
            sections={SECTIONS}
          />
        )}
        {!isLoaded && !error && <LoadingKeys />}
      </Stack>
    </>
  );
}
