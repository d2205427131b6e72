import type { Queries } from '@countersign/db/connections/named-statements';

/** An organization that made a client by hand, the only one that client connects to. */
export interface ClientOrganization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** Undefined for every client that registered itself, has a document or was entered by an operator. */
export async function organizationOfClient(
  queries: Queries,
  clientId: string,
): Promise<ClientOrganization | undefined> {
  return queries
    .selectFrom('client')
    .innerJoin('organization', 'organization.id', 'client.organizationId')
    .select(['organization.id', 'organization.slug', 'organization.name'])
    .where('client.id', '=', clientId)
    .executeTakeFirst();
}
