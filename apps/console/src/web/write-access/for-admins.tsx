import type { OrganizationView } from '@countersign/contracts/console-api';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType, ReactNode } from 'react';
import { isAdministered, sessionQuery } from '../api/session.ts';
import { Failure } from '../parts/failure.tsx';
import { NotFoundPage } from '../parts/not-found-page.tsx';

interface OfOrganization {
  readonly organization: OrganizationView;
}

interface ForAdminsProps {
  readonly slug: string;
  readonly loading: ReactNode;
  /** What an admin gets. */
  readonly admin: ComponentType<OfOrganization>;
  /** What every other member gets. */
  readonly member: ComponentType<OfOrganization>;
}

/** Chooses by the person's role what they get; the API refuses by itself whoever asks for more. */
export function ForAdmins({ slug, loading, admin: Admin, member: Member }: ForAdminsProps) {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (!session) {
    if (!error) return loading;
    return <Failure title="This page could not be loaded" error={error} onRetry={() => void refetch()} />;
  }
  const organization = session.organizations.find((one) => one.slug === slug.toLowerCase());
  if (!organization) return <NotFoundPage />;
  return isAdministered(organization) ? <Admin organization={organization} /> : <Member organization={organization} />;
}
