import { KEY_INVITABLE_ROLES } from '@countersign/contracts/invitation';
import { z } from 'zod';
import { Line } from '../text.ts';
import { Country } from './countries.ts';
import { Email } from './email.ts';
import { VatId } from './vat-id.ts';

/** What a person says of a customer. Name aside, all of it may be unknown. */
export const customerFields = {
  businessId: Line(40).optional().describe('Company register number, as that register writes it.'),
  vatId: VatId.optional().describe('With the letters of its country, such as FI12345678.'),
  email: Email.optional().describe('Where invoices go.'),
  phone: Line(40).optional(),
  street: Line().optional(),
  postalCode: Line(20).optional(),
  city: Line(100).optional(),
  country: Country.optional().describe('ISO 3166-1 alpha-2, such as FI.'),
  paymentTermDays: z.int().min(0).max(365).optional().describe('Days from issue to due date; 14 unless said.'),
};

export const Customer = z.object({
  id: z.uuid(),
  name: z.string(),
  businessId: z.string().nullable(),
  vatId: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  street: z.string().nullable(),
  postalCode: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  paymentTermDays: z.int(),
  archivedAt: z.iso.datetime().nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Customer = z.infer<typeof Customer>;

export const CustomerNote = z.object({
  id: z.uuid(),
  body: z.string(),
  authorName: z.string().nullable().describe('Null when the author has left or was no person.'),
  createdAt: z.iso.datetime(),
});
export type CustomerNote = z.infer<typeof CustomerNote>;

/** What a person says of a contact, its name and place aside. */
export const contactFields = {
  jobTitle: Line(100).optional(),
  email: Email.optional(),
  phone: Line(40).optional(),
};

export const Contact = z.object({
  id: z.uuid(),
  teamId: z.uuid().nullable(),
  customerId: z.uuid().nullable(),
  customerName: z.string().nullable(),
  name: z.string(),
  jobTitle: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Contact = z.infer<typeof Contact>;

export const Member = z.object({
  id: z.uuid().describe('The person; what assignee and author ids mean.'),
  name: z.string(),
  email: z.string(),
  role: z.enum(['viewer', 'member', 'finance', 'admin', 'owner']),
  teams: z.array(z.object({ id: z.uuid(), name: z.string() })),
});
export type Member = z.infer<typeof Member>;

export const Team = z.object({ id: z.uuid(), name: z.string(), memberCount: z.int() });
export type Team = z.infer<typeof Team>;

export const Invitation = z.object({
  invitationId: z.uuid(),
  email: z.string(),
  role: z.enum(KEY_INVITABLE_ROLES),
  teamIds: z.array(z.uuid()),
  expiresAt: z.iso.datetime(),
});
export type Invitation = z.input<typeof Invitation>;

export const CompanyProfile = z.object({
  legalName: z.string(),
  businessId: z.string().nullable(),
  vatId: z.string().nullable(),
  vatPeriod: z.enum(['monthly', 'quarterly', 'yearly']).describe('How often VAT is reported.'),
  baseCurrency: z.string().describe('ISO 4217.'),
  timeZone: z.string().describe('IANA name.'),
  language: z.string().describe('BCP 47 tag; documents are written in it.'),
  street: z.string().nullable(),
  postalCode: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable().describe('ISO 3166-1 alpha-2.'),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  iban: z.string().nullable().describe('Where customers pay to.'),
  bic: z.string().nullable(),
  hourlyRateMinor: z
    .int()
    .nullable()
    .describe('Of billable work, unless the project has its own; in the base currency.'),
  vatBasisPoints: z.int().nullable().describe('Of work for customers at home: 2550 is 25.5 %.'),
});
export type CompanyProfile = z.infer<typeof CompanyProfile>;
