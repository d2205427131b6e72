import type { OrganizationView } from '@countersign/contracts/console-api';
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

/** Chooses by the person's role what they get; the API refuses by itself whoever asks for more. */
export function WriteAccessPage({ slug }: { readonly slug: string }) {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (!session) {
    return error ? (
      <Failure title="This page could not be loaded" error={error} onRetry={() => void refetch()} />
    ) : (
      <LoadingSwitches />
    );
  }
  const organization = session.organizations.find((one) => one.slug === slug.toLowerCase());
  if (!organization) return <NotFoundPage />;
  const isAdmin = organization.role === 'admin' || organization.role === 'owner';
  return isAdmin ? <Switches organization={organization} /> : <AdminsOnly organization={organization} />;
}

function Switches({ organization }: { readonly organization: OrganizationView }) {
  const { data: view, error, refetch } = useQuery(writeAccessQuery(organization.slug));
  if (error instanceof ApiError && error.code === 'role_forbids') return <AdminsOnly organization={organization} />;
  if (!view && !error) return <LoadingSwitches name={organization.name} />;
  return (
    <>
      <Heading name={organization.name} />
      <Stack gap="xl">
        {error && (
          <Failure
            title={view ? 'This page may be out of date' : 'The switches could not be loaded'}
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {view && <SwitchesCard view={view} />}
        {view && <OpenRequests view={view} />}
      </Stack>
    </>
  );
}

function Heading({ name }: { readonly name: string | undefined }) {
  return (
    <PageHeading title="MCP write access" of={name ?? <Skeleton component="span" display="block" h="1.55em" w={120} />}>
      An assistant writes only with two signatures: the person allows it when they connect it, and an admin allows it
      here. A switch acts on the very next request, also of assistants that are connected now.
    </PageHeading>
  );
}

function LoadingSwitches({ name }: { readonly name?: string }) {
  return (
    <>
      <Heading name={name} />
      <Skeleton h={280} aria-hidden />
    </>
  );
}
