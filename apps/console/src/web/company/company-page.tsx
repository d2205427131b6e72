import type { OrganizationView } from '@countersign/contracts/console-api';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/api-request.ts';
import { Failure } from '../parts/failure.tsx';
import { LoadingWords } from '../parts/loading-words.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { AdminsOnly } from '../write-access/admins-only.tsx';
import { ForAdmins } from '../write-access/for-admins.tsx';
import { CompanyForm } from './company-form.tsx';
import { companyQuery } from './company-query.ts';

/** `/orgs/<slug>/settings/company` */
export function CompanyPage({ slug }: { readonly slug: string }) {
  return <ForAdmins slug={slug} loading={<Loading />} admin={Details} member={NoAdmin} />;
}

function Details({ organization }: { readonly organization: OrganizationView }) {
  const { data: view, error, refetch } = useQuery(companyQuery(organization.slug));
  if (error instanceof ApiError && error.code === 'role_forbids') return <NoAdmin organization={organization} />;
  if (!view && !error) return <Loading name={organization.name} />;
  return (
    <>
      <Heading name={organization.name} />
      <Stack gap="xl">
        {error && (
          <Failure title="The company details could not be loaded" error={error} onRetry={() => void refetch()} />
        )}
        {view && <CompanyForm view={view} />}
      </Stack>
    </>
  );
}

function NoAdmin({ organization }: { readonly organization: OrganizationView }) {
  return (
    <AdminsOnly
      organization={organization}
      title="Company details"
      lead={`Only an admin sees and changes the company details of ${organization.name}.`}
    >
      <Text>You can ask one of them.</Text>
    </AdminsOnly>
  );
}

function Heading({ name }: { readonly name: string | undefined }) {
  return (
    <PageHeading title="Company details" of={name ?? <LoadingWords w={120} />}>
      Who this organization is in business: what its documents say of the sender, and where it is paid. Assistants can
      read this and never change it.
    </PageHeading>
  );
}

function Loading({ name }: { readonly name?: string }) {
  return (
    <>
      <Heading name={name} />
      <Stack gap="lg" aria-hidden>
        <Skeleton h={{ base: 337, sm: 261 }} />
        <Skeleton h={{ base: 567, sm: 337 }} />
      </Stack>
    </>
  );
}
