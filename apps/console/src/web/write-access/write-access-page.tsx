import type { OrganizationView } from '@countersign/contracts/console-api';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/api-request.ts';
import { writeAccessQuery } from '../api/write-access.ts';
import { AssistantsCard } from '../assistants/assistants-card.tsx';
import { assistantsQuery } from '../assistants/assistants-query.ts';
import { ClientsCard } from '../clients/clients-card.tsx';
import { clientsQuery } from '../clients/clients-query.ts';
import { Failure } from '../parts/failure.tsx';
import { LoadingWords } from '../parts/loading-words.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { AdminsOnly } from './admins-only.tsx';
import { ForAdmins } from './for-admins.tsx';
import { History } from './history.tsx';
import { OpenRequests } from './open-requests.tsx';
import { SwitchesCard } from './switches-card.tsx';

export function WriteAccessPage({ slug }: { readonly slug: string }) {
  return <ForAdmins slug={slug} loading={<LoadingSwitches />} admin={Switches} member={SwitchesNow} />;
}

function Switches({ organization }: { readonly organization: OrganizationView }) {
  const { data: view, error, refetch } = useQuery(writeAccessQuery(organization.slug));
  const assistants = useQuery(assistantsQuery(organization.slug));
  const clients = useQuery(clientsQuery(organization.slug));
  if (error instanceof ApiError && error.code === 'role_forbids') return <SwitchesNow organization={organization} />;
  // What stands below these lists would move when they come later.
  if ((!view && !error) || assistants.isPending || clients.isPending)
    return <LoadingSwitches name={organization.name} />;
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
        {view && (
          <>
            <SwitchesCard view={view} />
            <OpenRequests view={view} />
            <AssistantsCard query={assistants} />
            <ClientsCard query={clients} />
            <History slug={organization.slug} />
          </>
        )}
      </Stack>
    </>
  );
}

/** How the switches stand, which every member may know. */
function SwitchesNow({ organization }: { readonly organization: OrganizationView }) {
  const { name, switches } = organization;
  return (
    <AdminsOnly
      organization={organization}
      title="MCP write access"
      lead="Only an admin can turn these switches. You can ask one of them."
    >
      <Text>
        MCP write access is <strong>{switches.write ? 'on' : 'off'}</strong> and MCP billing write is{' '}
        <strong>{switches.billingWrite ? 'on' : 'off'}</strong> in {name} now.
        {!switches.access && (
          <>
            {' '}
            MCP access as a whole is <strong>off</strong>: no assistant is let in, also not to read.
          </>
        )}
      </Text>
    </AdminsOnly>
  );
}

function Heading({ name }: { readonly name: string | undefined }) {
  return (
    <PageHeading title="MCP write access" of={name ?? <LoadingWords w={120} />}>
      An assistant writes only with two signatures: the person allows it when they connect it, and an admin allows it
      here. A switch acts on the very next request, also of assistants that are connected now.
    </PageHeading>
  );
}

function LoadingSwitches({ name }: { readonly name?: string }) {
  return (
    <>
      <Heading name={name} />
      <Stack gap="sm" aria-hidden>
        <Skeleton h={{ base: 153, sm: 136 }} />
        <Skeleton h={{ base: 427, sm: 279 }} />
      </Stack>
    </>
  );
}
