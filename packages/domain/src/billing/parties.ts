/** Who pays, as a document says it. */
export interface Buyer {
  readonly name: string;
  readonly businessId: string | null;
  readonly vatId: string | null;
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

/** Who bills, where to pay to, and in which language the document is. */
export interface Seller extends Buyer {
  readonly iban: string | null;
  readonly bic: string | null;
  readonly language: string;
}

/** What an issued document keeps of the organization, whatever becomes of its profile. */
export function sellerOf(profile: Omit<Seller, 'name'> & { readonly legalName: string }): Seller {
  const { legalName, businessId, vatId, street, postalCode, city, country, email, phone, iban, bic, language } =
    profile;
  return { name: legalName, businessId, vatId, street, postalCode, city, country, email, phone, iban, bic, language };
}

export const BUYER_COLUMNS = [
  'name',
  'businessId',
  'vatId',
  'street',
  'postalCode',
  'city',
  'country',
  'email',
  'phone',
] as const satisfies readonly (keyof Buyer)[];

/** What an issued document keeps of the customer. */
export function buyerOf(customer: Buyer): Buyer {
  const { name, businessId, vatId, street, postalCode, city, country, email, phone } = customer;
  return { name, businessId, vatId, street, postalCode, city, country, email, phone };
}

/** Whether money goes from Finland to Finland: banks there read the national reference number. */
export function isFinnish(seller: Seller, buyer: Buyer): boolean {
  return (seller.iban?.startsWith('FI') ?? false) && (buyer.country === 'FI' || buyer.country === null);
}

/** A customer in another country, whose VAT may be turned around. Unknown countries count as home. */
export function isAbroad(
  buyer: { readonly country: string | null },
  seller: { readonly country: string | null },
): boolean {
  return buyer.country !== null && seller.country !== null && buyer.country !== seller.country;
}

/** What a document must say of who pays and this customer lacks, by the names of their fields. */
export function missingAddress(buyer: Buyer): string[] {
  return (['street', 'postalCode', 'city', 'country'] as const).filter((field) => buyer[field] === null);
}

/** Countries whose businesses account for VAT on services they buy from another one (Directive 2006/112/EC, article 196). */
const EUROPEAN_UNION = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** Whether the document has to say that the customer accounts for the VAT: nothing is charged to a business in another member state. */
export function isReverseCharged(document: {
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly vat: readonly { readonly vatBasisPoints: number }[];
}): boolean {
  const { seller, buyer, vat } = document;
  return (
    isAbroad(buyer, seller) &&
    EUROPEAN_UNION.has(buyer.country ?? '') &&
    EUROPEAN_UNION.has(seller.country ?? '') &&
    buyer.vatId !== null &&
    vat.every(({ vatBasisPoints }) => vatBasisPoints === 0)
  );
}
