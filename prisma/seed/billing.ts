import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { type LineAmounts, lineNetMinor, totalsOf } from '@countersign/domain/billing/rules';
import { fixedId } from '@countersign/runtime/ids';
import { daysBefore, pick } from './directory.ts';
import { seedLives } from './invoice-lives.ts';
import type { DemoOrganization } from './people.ts';

const ISSUED = 112;
const DRAFTS = 9;
const QUOTES = 20;
/** Of the drafts, how many were made from a quote. */
const FROM_QUOTES = 3;
const DAYS = 360;

const SERVICES = [
  { description: 'Concept and design', unit: 'h', unitPriceMinor: 9800 },
  { description: 'Front-end development', unit: 'h', unitPriceMinor: 11_200 },
  { description: 'Workshop with facilitation', unit: 'day', unitPriceMinor: 145_000 },
  { description: 'Project management', unit: 'h', unitPriceMinor: 8600 },
  { description: 'Accessibility review', unit: 'pcs', unitPriceMinor: 320_000 },
  { description: 'Hosting and monitoring', unit: 'month', unitPriceMinor: 24_900 },
  { description: 'User interviews', unit: 'pcs', unitPriceMinor: 38_500 },
  { description: 'Integration to the order system', unit: 'h', unitPriceMinor: 12_450 },
];
const TITLES = [
  'Website renewal',
  'Service design sprint',
  'Brand refresh',
  'Maintenance for a year',
  'Customer portal, phase 1',
];

interface Party {
  readonly id: string;
  readonly country: string | null;
  readonly paymentTermDays: number;
}

interface Work {
  readonly id: string;
  readonly teamId: string | null;
  readonly customerId: string | null;
  readonly startsOn: string | null;
  readonly dueOn: string | null;
}

interface Line extends LineAmounts {
  readonly description: string;
  readonly unit: string;
}

/** Quotes, a year of invoices in every state, and budgets; needs the customers and projects. */
export async function seedBilling(tx: Tx, organization: DemoOrganization, today: string): Promise<void> {
  const db = queries(tx);
  // The seeding role may be a superuser, whom row-level security does not bind.
  const organizationId = fixedId('organization', organization.slug);
  const customers: Party[] = await db
    .selectFrom('customer')
    .select(['id', 'country', 'paymentTermDays'])
    .where('organizationId', '=', organizationId)
    .where('archivedAt', 'is', null)
    .orderBy('id')
    .execute();
  const projects: Work[] = await db
    .selectFrom('project')
    .select(['id', 'teamId', 'customerId', 'startsOn', 'dueOn'])
    .where('organizationId', '=', organizationId)
    .orderBy('id')
    .execute();
  const places = { organization, customers, projects };
  await seedQuotes(tx, places, today);
  await seedInvoices(tx, places, today);
  await seedBudgets(tx, places, today);
}

interface Places {
  readonly organization: DemoOrganization;
  readonly customers: readonly Party[];
  readonly projects: readonly Work[];
}

/** Whom a document is for: two of three belong to a project and so to its customer and team. */
function placeOf({ organization, customers, projects }: Places, index: number) {
  const organizationId = fixedId('organization', organization.slug);
  const project = index % 3 !== 2 && projects.length > 0 ? pick(projects, index * 5) : undefined;
  const customer = customers.find(({ id }) => id === project?.customerId) ?? pick(customers, index * 7);
  const teamName = organization.teams.length > 0 && index % 8 !== 7 ? pick(organization.teams, index) : undefined;
  const ownTeam = teamName === undefined ? null : fixedId('team', organization.slug, teamName);
  const teamId = project ? project.teamId : ownTeam;
  return { customer, record: { organizationId, teamId, customerId: customer.id, projectId: project?.id ?? null } };
}

/** Between one and four lines; customers abroad account for VAT themselves. */
function linesFor({ country }: Party, index: number): Line[] {
  const vatBasisPoints = country === 'FI' ? 2550 : 0;
  const lines = Array.from({ length: 1 + (index % 4) }, (_, place) => {
    const service = pick(SERVICES, index * 3 + place * 5);
    const quantityThousandths =
      service.unit === 'h' ? 2500 + ((index * 1750 + place * 3250) % 60_000) : 1000 * (1 + ((index + place) % 3));
    return { ...service, quantityThousandths, vatBasisPoints };
  });
  if (index % 10 === 4) {
    lines.push({
      description: 'Train travel',
      unit: 'pcs',
      unitPriceMinor: 5460,
      quantityThousandths: 2000,
      vatBasisPoints: vatBasisPoints && 1350,
    });
  }
  return lines;
}

function amountsOf(lines: readonly Line[]) {
  const { netMinor, vatMinor, totalMinor } = totalsOf(lines);
  return { currency: 'EUR', netMinor, vatMinor, totalMinor };
}

function lineRows(slug: string, kind: string, document: number, lines: readonly Line[]) {
  return lines.map((line, index) => ({
    ...line,
    organizationId: fixedId('organization', slug),
    id: fixedId(`${kind}_line`, slug, document, index),
    position: index + 1,
    netMinor: lineNetMinor(line),
  }));
}

async function seedQuotes(tx: Tx, places: Places, today: string): Promise<void> {
  const { slug } = places.organization;
  const quotes = Array.from({ length: QUOTES }, (_, index) => {
    const { customer, record } = placeOf(places, index + 1);
    const lines = linesFor(customer, index + 2);
    const age = 3 + index * 6;
    const quote = {
      ...record,
      id: fixedId('quote', slug, index),
      title: pick(TITLES, index),
      // The first accepted ones are those that became drafts.
      status: pick(['accepted', 'draft', 'sent', 'declined'], index),
      ...amountsOf(lines),
      validUntil: daysBefore(today, age - 30).slice(0, 10),
      createdAt: daysBefore(today, age),
      updatedAt: daysBefore(today, age),
    };
    return { quote, lines: lineRows(slug, 'quote', index, lines).map((line) => ({ ...line, quoteId: quote.id })) };
  });
  const db = queries(tx);
  await db
    .insertInto('quote')
    .values(quotes.map(({ quote }) => quote))
    .execute();
  await db
    .insertInto('quoteLine')
    .values(quotes.flatMap(({ lines }) => lines))
    .execute();
}

/** All as drafts with their lines first, then issued together: the lines of an issued invoice can no longer be added. */
async function seedInvoices(tx: Tx, places: Places, today: string): Promise<void> {
  const { slug } = places.organization;
  const invoices = Array.from({ length: ISSUED + DRAFTS }, (_, index) => {
    const draft = index - ISSUED;
    const fromQuote = draft >= 0 && draft < FROM_QUOTES ? draft * 4 : undefined;
    const { customer, record } = placeOf(places, fromQuote === undefined ? index : fromQuote + 1);
    const lines = linesFor(customer, fromQuote === undefined ? index : fromQuote + 2);
    const age = draft >= 0 ? DRAFTS - draft : DAYS - Math.floor((index * (DAYS - 2)) / ISSUED);
    const invoice = {
      ...record,
      id: fixedId('invoice', slug, index),
      quoteId: fromQuote === undefined ? null : fixedId('quote', slug, fromQuote),
      reference: index % 4 === 1 ? `PO ${4100 + index}` : null,
      paymentTermDays: customer.paymentTermDays,
      ...amountsOf(lines),
      createdAt: daysBefore(today, age),
      updatedAt: daysBefore(today, age),
    };
    return {
      invoice,
      age,
      lines: lineRows(slug, 'invoice', index, lines).map((line) => ({ ...line, invoiceId: invoice.id })),
    };
  });
  const db = queries(tx);
  await db
    .insertInto('invoice')
    .values(invoices.map(({ invoice }) => invoice))
    .execute();
  await db
    .insertInto('invoiceLine')
    .values(invoices.flatMap(({ lines }) => lines))
    .execute();
  await seedLives(
    tx,
    places.organization,
    invoices.slice(0, ISSUED).map(({ invoice, lines, age }, index) => ({ index, invoice, lines, age })),
    today,
  );
}

async function seedBudgets(tx: Tx, { organization, projects }: Places, today: string): Promise<void> {
  // Every sixth project runs without one.
  const budgets = projects
    .filter((_, index) => index % 6 !== 5)
    .map((project, index) => ({
      organizationId: fixedId('organization', organization.slug),
      id: fixedId('budget', organization.slug, index),
      projectId: project.id,
      name: pick(['Whole project', 'Design and build', 'Fixed price', 'Yearly frame'], index),
      currency: 'EUR',
      amountMinor: 1_200_000 + ((index * 835_000) % 7_400_000),
      startsOn: project.startsOn,
      endsOn: project.dueOn,
      note: index % 5 === 2 ? 'Ask before going over: the customer has no more this year.' : null,
      createdAt: daysBefore(today, 90 + index),
      updatedAt: daysBefore(today, 90 + index),
    }));
  if (budgets.length > 0) await queries(tx).insertInto('budget').values(budgets).execute();
}
