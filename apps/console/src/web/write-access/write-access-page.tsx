import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/api-request.ts';
import { sessionQuery } from '../api/session.ts';
import { writeAccessQuery } from '../api/write-access.ts';
import { Failure } from '../parts/failure.tsx';
import { NotFoundPage } from '../parts/not-found-page.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { AdminsOnly } from './admins-only.tsx';
import { OpenRequests } from './open-requests.tsx';
import { SwitchesCard } from './switches-card.tsx';

export function WriteAccessPage({ slug }: { readonly slug: string }) {
  const { data: session } = useQuery(sessionQuery);
  const { data: view, error, refetch } = useQuery(writeAccessQuery(slug));
  const name = view?.organization.name ?? session?.organizations.find((one) => one.slug === slug.toLowerCase())?.name;

  if (error instanceof ApiError && error.code === 'not_found') return <NotFoundPage />;
  if (error instanceof ApiError && error.code === 'role_forbids') return <AdminsOnly slug={slug} />;
  return (
    <>
      <PageHeading
        title="MCP write access"
        of={name ?? <Skeleton component="span" display="block" h="1.4em" w={120} />}
      >
        An assistant writes only with two signatures: the person allows it when they connect it, and an admin allows it
        here. A switch acts on the very next request, also of assistants that are connected now.
      </PageHeading>
      <Stack gap="xl">
        {error && (
          <Failure
            title={view ? 'This page may be out of date' : 'The switches could not be loaded'}
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {view ? (
          <>
            <SwitchesCard view={view} />
            <OpenRequests view={view} />
          </>
        ) : (
          !error && <Skeleton h={290} aria-hidden />
        )}
      </Stack>
    </>
  );
}
