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

/** What an issued document keeps of the customer. */
export function buyerOf(customer: Buyer): Buyer {
  const { name, businessId, vatId, street, postalCode, city, country, email, phone } = customer;
  return { name, businessId, vatId, street, postalCode, city, country, email, phone };
}

/** Whether money goes from Finland to Finland: banks there read the national reference number. */
export function isFinnish(seller: Seller, buyer: Buyer): boolean {
  return (seller.iban?.startsWith('FI') ?? false) && (buyer.country === 'FI' || buyer.country === null);
}
