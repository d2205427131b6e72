import type { OrganizationView } from '@countersign/contracts/console-api';
import { Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { apiKeysQuery, type KeysOf } from '../api/api-keys.ts';
import { ApiError } from '../api/api-request.ts';
import { Failure } from '../parts/failure.tsx';
import { LoadingWords } from '../parts/loading-words.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { AdminsOnly } from '../write-access/admins-only.tsx';
import { ForAdmins } from '../write-access/for-admins.tsx';
import { ApiKeys, type KeySection } from './api-keys.tsx';
import { LoadingKeys } from './loading-keys.tsx';

/** `/orgs/<slug>/settings/api-access`: the organization's keys, and those of its members. */
export function ApiAccessPage({ slug }: { readonly slug: string }) {
  return <ForAdmins slug={slug} loading={<Loading />} admin={ApiAccess} member={OnlyYourOwn} />;
}

const SECTIONS: readonly KeySection[] = [
  {
    title: 'Keys of the organization',
    nothing:
      'The organization has no API key. Make one for a program that works for all of you, such as a nightly report.',
    includes: ({ kind }) => kind === 'organization',
  },
  { title: 'Personal keys of members', includes: ({ kind }) => kind === 'personal' },
];

function ApiAccess({ organization }: { readonly organization: OrganizationView }) {
  const of: KeysOf = { kind: 'organization', slug: organization.slug };
  const { data, error, refetch } = useQuery(apiKeysQuery(of));
  if (error instanceof ApiError && error.code === 'role_forbids') return <OnlyYourOwn organization={organization} />;
  return (
    <>
      <Heading name={organization.name} />
      <Stack gap="lg">
        {error && (
          <Failure
            title={data ? 'This page may be out of date' : 'The API keys could not be loaded'}
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {data && <ApiKeys of={of} organizations={[organization]} apiKeys={data.apiKeys} sections={SECTIONS} />}
        {!data && !error && <LoadingKeys />}
      </Stack>
    </>
  );
}

function OnlyYourOwn({ organization }: { readonly organization: OrganizationView }) {
  return (
    <AdminsOnly
      organization={organization}
      title="API access"
      lead={`Only an admin makes and sees the API keys of ${organization.name}.`}
    >
      <Text>
        Your own are under{' '}
        <Anchor component={Link} href="/settings/api-keys">
          My API keys
        </Anchor>
        .
      </Text>
    </AdminsOnly>
  );
}

function Heading({ name }: { readonly name: string | undefined }) {
  return (
    <PageHeading title="API access" of={name ?? <LoadingWords w={120} />}>
      Keys for programs. The organization’s own go on working when whoever made them leaves. The switches for MCP access
      and writing hold for every key, and each change is recorded.
    </PageHeading>
  );
}

function Loading() {
  return (
    <>
      <Heading name={undefined} />
      <LoadingKeys />
    </>
  );
}
