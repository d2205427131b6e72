import { Button, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { writeAccessHistoryQuery } from '../api/write-access.ts';
import { Failure } from '../parts/failure.tsx';
import list from '../parts/list.module.css';
import { Moment } from '../parts/moment.tsx';
import { decisionWords } from './decision-words.ts';

/** Who turned what and answered whom, the latest first. */
export function History({ slug }: { readonly slug: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    writeAccessHistoryQuery(slug),
  );
  const decisions = data?.pages.flatMap(({ items }) => items);
  return (
    <Stack component="section" gap="sm" aria-labelledby="history">
      <Title order={2} size="h4" id="history">
        History
      </Title>
      {error && <Failure title="The history could not be loaded" error={error} onRetry={() => void refetch()} />}
      {!decisions && !error && <Skeleton h={64} aria-hidden />}
      {decisions?.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing has been decided yet. Every change of a switch or of the assistants that may connect, and every answer
          to a request, will be listed here.
        </Text>
      )}
      {decisions && decisions.length > 0 && (
        <Paper component="ol" withBorder className={list.rows ?? ''}>
          {decisions.map((decision) => (
            <li key={decision.id} className={list.row}>
              <Text size="sm">
                <strong title={decision.by?.email}>{decision.by?.name ?? 'A person who has left'}</strong>{' '}
                {decisionWords(decision)}
              </Text>
              <Text size="sm" c="dimmed" className={list.time ?? ''}>
                <Moment at={decision.at} />
              </Text>
            </li>
          ))}
        </Paper>
      )}
      {hasNextPage && (
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show earlier ones
        </Button>
      )}
    </Stack>
  );
}
