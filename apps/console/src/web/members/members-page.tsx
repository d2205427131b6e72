import type { OrganizationView } from '@countersign/contracts/console-api';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/api-request.ts';
import { membersQuery } from '../api/members.ts';
import { Failure } from '../parts/failure.tsx';
import { LoadingWords } from '../parts/loading-words.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { AdminsOnly } from '../write-access/admins-only.tsx';
import { ForAdmins } from '../write-access/for-admins.tsx';
import { LeaveButton } from './leave-button.tsx';
import { MembersAndTeams } from './members-and-teams.tsx';
import { ROLE_NAMES, ROLE_WORDS } from './role-words.ts';

/** `/orgs/<slug>/settings/members` */
export function MembersPage({ slug }: { readonly slug: string }) {
  return <ForAdmins slug={slug} loading={<Loading />} admin={Members} member={OwnMembership} />;
}

function Members({ organization }: { readonly organization: OrganizationView }) {
  const { data: view, error, refetch } = useQuery(membersQuery(organization.slug));
  if (error instanceof ApiError && error.code === 'role_forbids') return <OwnMembership organization={organization} />;
  if (!view && !error) return <Loading name={organization.name} />;
  return (
    <>
      <Heading name={organization.name} />
      <Stack gap="xl">
        {error && (
          <Failure
            title={view ? 'This page may be out of date' : 'The members could not be loaded'}
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {view && <MembersAndTeams view={view} />}
      </Stack>
    </>
  );
}

/** What everybody may know of their own membership, and end. */
function OwnMembership({ organization }: { readonly organization: OrganizationView }) {
  const { name, role } = organization;
  return (
    <AdminsOnly
      organization={organization}
      title="Your membership"
      lead={`What you may do in ${name}, and how to leave it. Who else belongs to it, only an admin sees and changes.`}
    >
      <Stack gap="sm" align="flex-start">
        <Text>
          Your role in {name} is <strong>{ROLE_NAMES[role]}</strong>. {ROLE_WORDS[role]}
        </Text>
        <LeaveButton organization={organization} />
      </Stack>
    </AdminsOnly>
  );
}

function Heading({ name }: { readonly name: string | undefined }) {
  return (
    <PageHeading title="Members and teams" of={name ?? <LoadingWords w={120} />}>
      Who belongs to this organization and what their role allows, also through their assistants. A connection that is
      narrowed to a team sees that team’s work only.
    </PageHeading>
  );
}

function Loading({ name }: { readonly name?: string }) {
  return (
    <>
      <Heading name={name} />
      <Stack gap="xl" aria-hidden>
        <Skeleton h={{ base: 462, sm: 329 }} />
        <Skeleton h={280} />
      </Stack>
    </>
  );
}
