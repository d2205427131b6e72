import { createHash } from 'node:crypto';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { daysBefore } from './directory.ts';
import type { DemoOrganization } from './people.ts';

interface DemoDocument {
  readonly name: string;
  readonly contentType: 'text/plain' | 'text/csv' | 'application/pdf';
  readonly daysAgo: number;
  /** Which of the organization's teams keeps it, by its place; absent for the whole organization. */
  readonly team?: number;
  readonly contextNote: string;
  readonly content: string;
}

const BANK_STATEMENT = `Date;Amount;Currency;Payer;Reference;Message;Archive id
2026-02-02;312,40;EUR;Kivi Software;;Refund of a double payment;A-7001
2026-02-03;-89,00;EUR;Puhelin Oy;;Phones;A-7002
2026-02-05;-3450,00;EUR;Satamakadun Kiinteistöt Oy;;Rent;A-7003`;

const DOCUMENTS: readonly DemoDocument[] = [
  {
    name: 'Office lease.txt',
    contentType: 'text/plain',
    daysAgo: 320,
    contextNote: 'Signed; the original is in the safe.',
    content: `LEASE OF OFFICE PREMISES

1. The landlord, Satamakadun Kiinteistöt Oy, leases 184 square metres on the third floor of Satamakatu 12 to the tenant.
2. The rent is 3,450 euros a month plus value added tax, due on the second day of each month.
3. The rent follows the cost-of-living index once a year, in January.
4. Either party may end the lease with six months' notice, in writing.
5. The tenant has paid a deposit of three months' rent. It bears no interest.
6. The tenant insures what it brings in. The landlord insures the building.
7. Subletting of single desks is allowed; subletting of the whole needs the landlord's consent.`,
  },
  {
    name: 'Terms of delivery.txt',
    contentType: 'text/plain',
    daysAgo: 210,
    contextNote: 'Goes out with every quote.',
    content: `TERMS OF DELIVERY

Quotes hold for 30 days. Work is invoiced monthly by the hours logged, unless a fixed price was agreed.
Invoices fall due 14 days after their date. Interest on late payment follows the Interest Act.
Two rounds of corrections are part of each milestone; further ones are billed by the hour.
Rights to what was made pass to the customer once it is paid in full. Our tools and methods stay ours.
Either side may end an assignment with one month's notice; what was done until then is paid.`,
  },
  {
    name: 'Price list.csv',
    contentType: 'text/csv',
    daysAgo: 95,
    contextNote: 'Hourly prices without value added tax.',
    content: `role;unit;price_eur;valid_from
Concept designer;hour;115,00;2026-01-01
Senior developer;hour;128,00;2026-01-01
Developer;hour;98,00;2026-01-01
Project lead;hour;120,00;2026-01-01
Accessibility audit;piece;2400,00;2026-01-01
Usability test with six people;piece;3900,00;2026-01-01`,
  },
  {
    name: 'Brand guide.txt',
    contentType: 'text/plain',
    daysAgo: 140,
    team: 0,
    contextNote: 'The short version that freelancers get.',
    content: `BRAND GUIDE IN SHORT

The mark stands on white or on the dark blue, never on a picture. Around it stays free what the height of its first letter measures.
Headlines are set in a humanist sans serif, running text in the same family, never lighter than regular.
Contrast of text is at least 4.5 to 1. Colour alone never carries a meaning.
We write whole sentences. We say what happens next. Exclamation marks are for emergencies.`,
  },
  {
    name: 'Workshop notes Puutarha.txt',
    contentType: 'text/plain',
    daysAgo: 24,
    team: 0,
    contextNote: 'Second workshop with the garden centre.',
    content: `SECOND WORKSHOP

They want seasonal pages that their own people can change: Vappu, Juhannus, the harvest, Joulu.
Open question: does the greenhouse calendar come from their till system or from a spreadsheet?
The opening hours must be right first; half of all phone calls ask for them.
Kirsikka from their side decides on pictures. Next meeting in two weeks, at the greenhouse.`,
  },
  {
    name: 'Incident review.txt',
    contentType: 'text/plain',
    daysAgo: 17,
    team: 1,
    contextNote: 'Sent to the customer the day after.',
    content: `REVIEW OF THE OUTAGE

What happened: the booking engine answered with errors for 41 minutes, because a certificate had expired.
Why: the renewal ran under an account that had been closed when its owner left.
What we change: renewals run under a service account, and a check warns three weeks before an expiry.
What went well: the customer heard from us before they noticed, and the status page was right.`,
  },
  {
    name: 'Bank statement.csv',
    contentType: 'text/csv',
    daysAgo: 3,
    contextNote: 'Last week, from the bank.',
    content: BANK_STATEMENT,
  },
  {
    name: 'Scanned receipt.pdf',
    contentType: 'application/pdf',
    daysAgo: 9,
    contextNote: 'Hardware shop; needs a copy with text.',
    content: '%PDF-1.4\n% A picture of a receipt would be here.\n%%EOF\n',
  },
];

/** What the organization keeps in files, most of it read. */
export async function seedDocuments(tx: Tx, organization: DemoOrganization, today: string): Promise<void> {
  const organizationId = fixedId('organization', organization.slug);
  const documents = DOCUMENTS.map(({ name, contentType, daysAgo, team, contextNote, content }) => {
    const teamName = team === undefined ? undefined : organization.teams[team];
    const bytes = Buffer.from(content);
    const at = daysBefore(today, daysAgo);
    const isScan = contentType === 'application/pdf';
    return {
      row: {
        organizationId,
        id: fixedId('document', organization.slug, name),
        teamId: teamName === undefined ? null : fixedId('team', organization.slug, teamName),
        name,
        contentType,
        sizeBytes: bytes.length,
        digest: createHash('sha256').update(bytes).digest(),
        contextNote,
        status: isScan ? 'failed' : 'read',
        failure: isScan ? 'no_text' : null,
        uploadedBy: fixedId('user', 'ada'),
        createdAt: at,
        updatedAt: at,
        readAt: at,
      },
      bytes,
      text: isScan ? null : content,
    };
  });
  const db = queries(tx);
  await db
    .insertInto('document')
    .values(documents.map(({ row }) => row))
    .execute();
  await db
    .insertInto('documentContent')
    .values(documents.map(({ row, bytes, text }) => ({ organizationId, documentId: row.id, bytes, text })))
    .execute();
}
