import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { clockAt } from '../zone-clock.ts';
import { holdCustomer } from './customer-store.ts';
import { findCompanyProfile } from './organization-store.ts';
import type { CompanyProfile, Customer } from './schemas.ts';

/** The customer a new quote or invoice is for, held until it is stored. Throws `not_found`, or `conflict` when it is archived. */
export async function activeCustomer(tx: Tx, id: string): Promise<Customer> {
  const customer = await holdCustomer(tx, id);
  if (customer.archivedAt !== null) {
    throw new AppError('conflict', 'The customer is archived. Take it back with archive_customer, archived: false.');
  }
  return customer;
}

/** The organization's business identity; one that has not filled it in yet goes by its name, in euros and UTC. */
export async function companyProfile(ctx: Pick<RequestContext, 'organization'>, tx: Tx): Promise<CompanyProfile> {
  const profile = await findCompanyProfile(tx);
  return (
    profile ?? {
      legalName: ctx.organization.name,
      businessId: null,
      vatId: null,
      vatPeriod: 'monthly',
      baseCurrency: 'EUR',
      timeZone: 'UTC',
      language: 'en',
      street: null,
      postalCode: null,
      city: null,
      country: null,
      phone: null,
      email: null,
      iban: null,
      bic: null,
      hourlyRateMinor: null,
      vatBasisPoints: null,
    }
  );
}

/** The calendar day it is where the organization is: the date its documents bear. */
export async function organizationToday(ctx: Pick<RequestContext, 'organization' | 'now'>, tx: Tx): Promise<string> {
  return clockAt(ctx.now, (await companyProfile(ctx, tx)).timeZone).slice(0, 10);
}
