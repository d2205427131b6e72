import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { NORDIC_PLACES, type NordicPlace } from './nordic-places.ts';
import type { DemoOrganization } from './people.ts';

const CUSTOMERS = 36;
const CONTACTS_EACH = 2;

const ROOTS =
  'Kaarna Havu Tuuli Saari Koski Louhi Aalto Ruska Kivi Meri Halla Tammi Fjord Sund Nordlys Bris Granit Havn Skog Vinter Lind Klippa Vind Strand'.split(
    ' ',
  );
const TRADES = ['Design', 'Logistics', 'Energy', 'Clinic', 'Foods', 'Marine', 'Properties', 'Outdoor', 'Software'];

const FIRST_NAMES =
  'Aino Jonas Liisa Erik Helmi Lars Sanna Mikkel Kaisa Oskar Noora Henrik Veera Anders Ida Tuomas Freja'.split(' ');
const LAST_NAMES =
  'Lehto Berg Korhonen Lindqvist Nieminen Dahl Laine Holm Salonen Nyström Heikkinen Solberg Koskela Madsen Rautio Ekström Hagen Virtala Lund'.split(
    ' ',
  );
const JOB_TITLES = [
  'Managing Director',
  'Head of Finance',
  'Project Manager',
  'Procurement Lead',
  'Marketing Manager',
  'Office Manager',
];
const NOTES = [
  'Prefers one invoice a month, with the order number as reference.',
  'Asked for a proposal for next year by the end of the quarter.',
  'New procurement rules: offers above 20 000 need two signatures on their side.',
  'Happy with the last delivery. Would be a reference if we ask.',
  'Invoices go through their scanning service; PDF attachments bounce.',
  'Office closed in July. Plan handovers around it.',
];

const PROFILES = {
  acme: {
    legalName: 'Acme Studio Oy',
    businessId: '2034567-1',
    vatPeriod: 'monthly',
    street: 'Hietalahdenranta 13',
    postalCode: '00180',
    city: 'Helsinki',
    phone: '+358 40 555 0123',
    email: 'billing@acme.example',
    iban: 'FI2112345600000785',
    bic: 'NDEAFIHH',
    hourlyRateMinor: 9800,
  },
  globex: {
    legalName: 'Globex Nordic Oy',
    businessId: '1987654-3',
    vatPeriod: 'quarterly',
    language: 'fi',
    street: 'Satamakatu 4',
    postalCode: '33200',
    city: 'Tampere',
    phone: '+358 40 555 0177',
    email: 'laskutus@globex.example',
    iban: 'FI1350001520000081',
    bic: 'OKOYFIHH',
    hourlyRateMinor: 12_500,
  },
  initech: {
    legalName: 'Initech Finland Oy',
    businessId: '2765432-9',
    vatPeriod: 'monthly',
    language: 'sv',
    street: 'Auragatan 8',
    postalCode: '20100',
    city: 'Åbo',
    phone: '+358 40 555 0142',
    email: 'fakturor@initech.example',
    iban: 'FI7331313001000058',
    bic: 'HANDFIHH',
    hourlyRateMinor: 11_000,
  },
} as const;

/** Whom the organization works for, and who it is itself. */
export async function seedDirectory(tx: Tx, organization: DemoOrganization, today: string): Promise<void> {
  const db = queries(tx);
  const organizationId = fixedId('organization', organization.slug);
  const profile = Object.entries(PROFILES).find(([slug]) => slug === organization.slug)?.[1];
  if (profile) {
    const vatId = `FI${profile.businessId.replace('-', '')}`;
    await db
      .insertInto('companyProfile')
      .values({
        organizationId,
        ...profile,
        vatId,
        country: 'FI',
        vatBasisPoints: 2550,
      })
      .execute();
  }
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => aCustomer(organization.slug, index, today));
  await db
    .insertInto('customer')
    .values(customers.map((customer) => ({ organizationId, ...customer })))
    .execute();
  const contacts = customers.flatMap((customer, index) =>
    Array.from({ length: CONTACTS_EACH }, (_, place) =>
      aContact(organization, customer, index * CONTACTS_EACH + place),
    ),
  );
  await db
    .insertInto('contact')
    .values(contacts.map((contact) => ({ organizationId, ...contact })))
    .execute();
  const authors = Object.keys(organization.roles);
  const notes = NOTES.flatMap((body, index) =>
    [0, 1].map((round) => ({
      organizationId,
      id: fixedId('customer_note', organization.slug, index, round),
      customerId: fixedId('customer', organization.slug, index * 2 + round),
      body,
      authorId: fixedId('user', pick(authors, index + round)),
      createdAt: daysBefore(today, 5 + index * 9 + round * 31),
    })),
  );
  await db.insertInto('customerNote').values(notes).execute();
}

function aCustomer(slug: string, index: number, today: string) {
  // Another start for each organization, so that no two share their customers' names.
  const start = slug.charCodeAt(0);
  const root = pick(ROOTS, start + index * 5);
  const trade = pick(TRADES, start + index * 2 + Math.floor(index / ROOTS.length));
  const place = pick(NORDIC_PLACES, index);
  const digits = fixedId('digits', slug, index).replace(/\D/g, '').slice(4);
  const domain = `${root}-${trade}.example`.toLowerCase();
  const createdAt = daysBefore(today, 420 + index * 11);
  return {
    id: fixedId('customer', slug, index),
    name: `${root} ${trade} ${place.form}`,
    businessId: fill(place.businessId, digits),
    vatId: fill(place.vatId, digits),
    email: `invoices@${domain}`,
    phone: fill(place.phone, digits),
    street: `${pick(place.streets, index * 3)} ${1 + ((index * 7) % 48)}`,
    postalCode: fill(place.postalCode, digits),
    city: pick(place.cities, index),
    country: place.country,
    paymentTermDays: pick([14, 30, 14, 21], index),
    archivedAt: index >= CUSTOMERS - 2 ? daysBefore(today, 60) : null,
    createdAt,
    updatedAt: createdAt,
  };
}

function aContact(organization: DemoOrganization, customer: ReturnType<typeof aCustomer>, index: number) {
  const domain = customer.email.split('@')[1] ?? '';
  const [first, last] = [pick(FIRST_NAMES, index * 4 + domain.length), pick(LAST_NAMES, index * 3)];
  // Every seventh is everybody's.
  const team = index % 7 === 6 ? undefined : organization.teams[index % organization.teams.length];
  return {
    id: fixedId('contact', organization.slug, index),
    teamId: team === undefined ? null : fixedId('team', organization.slug, team),
    customerId: customer.id,
    name: `${first} ${last}`,
    jobTitle: pick(JOB_TITLES, index),
    email: `${first}.${last}@${domain}`.toLowerCase().replaceAll('ö', 'o'),
    phone: fill(phoneOf(customer.country), String((index * 37) % 100).padStart(2, '0')),
    createdAt: customer.createdAt,
    updatedAt: customer.createdAt,
  };
}

function phoneOf(country: string): NordicPlace['phone'] {
  return NORDIC_PLACES.find((place) => place.country === country)?.phone ?? '+358 40 555 01##';
}

/** The element at a place counted round and round. */
export function pick<T>(from: readonly T[], place: number): T {
  return from[place % from.length] as T;
}

/** Noon UTC of the day that many days before. */
export function daysBefore(today: string, days: number): string {
  return new Date(Date.parse(`${today}T12:00:00Z`) - days * 86_400_000).toISOString();
}

function fill(pattern: string, digits: string): string {
  let place = 0;
  return pattern.replaceAll('#', () => digits[place++ % digits.length] ?? '0');
}
