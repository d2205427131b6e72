import { recordEvents } from '@countersign/access/audit/audit';
import { beginDeed } from '@countersign/access/deeds/begin-deed';
import type { CompanyField, CompanyView, ParsedCompanyDetails } from '@countersign/contracts/console-company';
import { minorDigitsOf } from '@countersign/contracts/currencies';
import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/connections/named-statements';
import { newId } from '@countersign/runtime/ids';
import type { Decider } from '../write-access/decide-requests.ts';
import type { OrganizationMembership } from '../write-access/organization-membership.ts';

type Organization = OrganizationMembership['organization'];

const COLUMNS = [
  'legalName',
  'businessId',
  'vatId',
  'street',
  'postalCode',
  'city',
  'country',
  'phone',
  'email',
  'iban',
  'bic',
  'vatPeriod',
  'baseCurrency',
  'timeZone',
  'language',
] as const;

/** Who the organization is in business; one that has said nothing goes by its name. Does not check who asks. */
export async function companyView(queries: Queries, organization: Organization): Promise<CompanyView> {
  const profile = await queries
    .selectFrom('companyProfile')
    .select([...COLUMNS, 'hourlyRateMinor', 'vatBasisPoints', 'version'])
    .where('organizationId', '=', organization.id)
    .executeTakeFirst();
  const bookkeeper = await queries
    .selectFrom('bookkeeper')
    .select(['name', 'email'])
    .where('organizationId', '=', organization.id)
    .executeTakeFirst();
  const booked = await queries
    .selectFrom('journalEntry')
    .select('organizationId')
    .where('organizationId', '=', organization.id)
    .limit(1)
    .executeTakeFirst();
  const baseCurrency = profile?.baseCurrency ?? 'EUR';
  const digits = minorDigitsOf(baseCurrency);
  return {
    organization: { slug: organization.slug, name: organization.name },
    version: profile?.version ?? 0,
    currencyIsFixed: booked !== undefined,
    details: {
      legalName: profile?.legalName ?? organization.name,
      businessId: profile?.businessId ?? '',
      vatId: profile?.vatId ?? '',
      street: profile?.street ?? '',
      postalCode: profile?.postalCode ?? '',
      city: profile?.city ?? '',
      country: profile?.country ?? '',
      phone: profile?.phone ?? '',
      email: profile?.email ?? '',
      iban: profile?.iban ?? '',
      bic: profile?.bic ?? '',
      vatPeriod: (profile?.vatPeriod ?? 'monthly') as CompanyView['details']['vatPeriod'],
      vatPercent: profile?.vatBasisPoints == null ? '' : String(profile.vatBasisPoints / 100),
      hourlyRate: profile?.hourlyRateMinor == null ? '' : (profile.hourlyRateMinor / 10 ** digits).toFixed(digits),
      baseCurrency,
      timeZone: profile?.timeZone ?? 'UTC',
      language: (profile?.language ?? 'en') as CompanyView['details']['language'],
      bookkeeperName: bookkeeper?.name ?? '',
      bookkeeperEmail: bookkeeper?.email ?? '',
    },
  };
}

/**
 * Stores them, and records which fields changed, in the caller's transaction, which holds the organization's row: a posting in flight
 * has committed. Does not check who asks.
 */
export async function changeCompany(
  queries: Queries,
  organization: Organization,
  { version, details }: { readonly version: number; readonly details: ParsedCompanyDetails },
  by: Pick<Decider, 'userId' | 'now' | 'origin'>,
): Promise<CompanyView> {
  const before = await companyView(queries, organization);
  if (before.version !== version) {
    throw new AppError(
      'conflict',
      'Somebody else saved these details after you opened them. Reload the page and make your change again.',
      { currentVersion: before.version },
    );
  }
  if (before.currencyIsFixed && details.baseCurrency !== before.details.baseCurrency) {
    throw new AppError(
      'conflict',
      'The base currency cannot change any more, because something was booked in it. Put it back and save again.',
    );
  }
  const { bookkeeperName, bookkeeperEmail, vatPercent, hourlyRate, ...columns } = details;
  const row = {
    ...columns,
    hourlyRateMinor: scaled(hourlyRate, minorDigitsOf(details.baseCurrency)),
    vatBasisPoints: scaled(vatPercent, 2),
    updatedAt: by.now.toISOString(),
  };
  beginDeed(queries, newId(), { kind: 'person', userId: by.userId });
  await queries
    .insertInto('companyProfile')
    .values({ organizationId: organization.id, ...row })
    .onConflict((taken) => taken.column('organizationId').doUpdateSet({ ...row, version: version + 1 }))
    .execute();
  await queries.deleteFrom('bookkeeper').where('organizationId', '=', organization.id).execute();
  if (bookkeeperName !== null && bookkeeperEmail !== null) {
    await queries
      .insertInto('bookkeeper')
      .values({ organizationId: organization.id, name: bookkeeperName, email: bookkeeperEmail })
      .execute();
  }
  const after = await companyView(queries, organization);
  const names = Object.keys(after.details) as CompanyField[];
  await recordEvents(queries, [
    {
      action: 'organization.details_changed',
      organizationId: organization.id,
      userId: by.userId,
      details: { fields: names.filter((name) => after.details[name] !== before.details[name]) },
      ...by.origin,
    },
  ]);
  return after;
}

/** A decimal that is known to be one, as a whole number of its smallest part. */
function scaled(decimal: string | null, digits: number): number | null {
  return decimal === null ? null : Math.round(Number(decimal.replace(',', '.')) * 10 ** digits);
}
