/** What a document says, in one language. */
export interface Texts {
  /** For numbers, money and dates. */
  readonly locale: string;
  readonly invoice: string;
  readonly creditNote: string;
  /** Beside the title of an invoice that is not issued. */
  readonly draft: string;
  readonly billTo: string;
  readonly number: string;
  readonly date: string;
  readonly dueDate: string;
  readonly paymentTerm: (days: number) => string;
  readonly term: string;
  readonly yourReference: string;
  readonly creditedInvoice: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly vat: string;
  readonly net: string;
  readonly vatOf: string;
  readonly totalNet: string;
  readonly totalVat: string;
  readonly toPay: string;
  readonly credited: string;
  readonly setOff: (invoice: number) => string;
  readonly toRefund: string;
  readonly payment: string;
  readonly paymentReference: string;
  readonly reverseCharge: string;
  readonly businessId: string;
  readonly vatId: string;
  readonly page: (page: number, pages: number) => string;
  readonly fileName: { readonly invoice: string; readonly creditNote: string; readonly draft: string };
}

const ENGLISH: Texts = {
  locale: 'en-GB',
  invoice: 'Invoice',
  creditNote: 'Credit note',
  draft: 'Draft',
  billTo: 'Bill to',
  number: 'Number',
  date: 'Date',
  dueDate: 'Due date',
  term: 'Payment term',
  paymentTerm: (days) => `${days} days net`,
  yourReference: 'Your reference',
  creditedInvoice: 'For invoice',
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  vat: 'VAT',
  net: 'Net',
  vatOf: 'of',
  totalNet: 'Total without VAT',
  totalVat: 'VAT',
  toPay: 'To pay',
  credited: 'Credited to you',
  setOff: (invoice) => `Set off against invoice ${invoice}`,
  toRefund: 'To be refunded',
  payment: 'Payment',
  paymentReference: 'Payment reference',
  reverseCharge: 'Reverse charge: the customer accounts for the VAT.',
  businessId: 'Business ID',
  vatId: 'VAT ID',
  page: (page, pages) => `Page ${page} of ${pages}`,
  fileName: { invoice: 'invoice', creditNote: 'credit-note', draft: 'invoice-draft' },
};

const FINNISH: Texts = {
  locale: 'fi-FI',
  invoice: 'Lasku',
  creditNote: 'Hyvityslasku',
  draft: 'Luonnos',
  billTo: 'Laskutusosoite',
  number: 'Numero',
  date: 'Päiväys',
  dueDate: 'Eräpäivä',
  term: 'Maksuehto',
  paymentTerm: (days) => `${days} päivää netto`,
  yourReference: 'Viitteenne',
  creditedInvoice: 'Laskuun',
  description: 'Kuvaus',
  quantity: 'Määrä',
  unitPrice: 'Yksikköhinta',
  vat: 'ALV',
  net: 'Veroton',
  vatOf: 'summasta',
  totalNet: 'Yhteensä ilman arvonlisäveroa',
  totalVat: 'Arvonlisävero',
  toPay: 'Maksettava',
  credited: 'Hyvitetään',
  setOff: (invoice) => `Vähennetään laskusta ${invoice}`,
  toRefund: 'Palautetaan',
  payment: 'Maksutiedot',
  paymentReference: 'Viitenumero',
  reverseCharge: 'Käännetty verovelvollisuus: arvonlisäveron maksaa ostaja (reverse charge).',
  businessId: 'Y-tunnus',
  vatId: 'ALV-tunnus',
  page: (page, pages) => `Sivu ${page}/${pages}`,
  fileName: { invoice: 'lasku', creditNote: 'hyvityslasku', draft: 'laskuluonnos' },
};

const SWEDISH: Texts = {
  locale: 'sv-SE',
  invoice: 'Faktura',
  creditNote: 'Kreditfaktura',
  draft: 'Utkast',
  billTo: 'Faktureringsadress',
  number: 'Nummer',
  date: 'Datum',
  dueDate: 'Förfallodag',
  term: 'Betalningsvillkor',
  paymentTerm: (days) => `${days} dagar netto`,
  yourReference: 'Er referens',
  creditedInvoice: 'Avser faktura',
  description: 'Beskrivning',
  quantity: 'Antal',
  unitPrice: 'À-pris',
  vat: 'Moms',
  net: 'Netto',
  vatOf: 'av',
  totalNet: 'Summa exklusive moms',
  totalVat: 'Moms',
  toPay: 'Att betala',
  credited: 'Krediteras',
  setOff: (invoice) => `Avräknas mot faktura ${invoice}`,
  toRefund: 'Återbetalas',
  payment: 'Betalning',
  paymentReference: 'Referensnummer',
  reverseCharge: 'Omvänd betalningsskyldighet: köparen redovisar momsen (reverse charge).',
  businessId: 'FO-nummer',
  vatId: 'Momsnummer',
  page: (page, pages) => `Sida ${page} av ${pages}`,
  fileName: { invoice: 'faktura', creditNote: 'kreditfaktura', draft: 'fakturautkast' },
};

const GERMAN: Texts = {
  locale: 'de-DE',
  invoice: 'Rechnung',
  creditNote: 'Rechnungskorrektur',
  draft: 'Entwurf',
  billTo: 'Rechnungsempfänger',
  number: 'Nummer',
  date: 'Datum',
  dueDate: 'Fällig am',
  term: 'Zahlungsziel',
  paymentTerm: (days) => `${days} Tage netto`,
  yourReference: 'Ihr Zeichen',
  creditedInvoice: 'Zu Rechnung',
  description: 'Beschreibung',
  quantity: 'Menge',
  unitPrice: 'Einzelpreis',
  vat: 'USt.',
  net: 'Netto',
  vatOf: 'auf',
  totalNet: 'Summe ohne Umsatzsteuer',
  totalVat: 'Umsatzsteuer',
  toPay: 'Zu zahlen',
  credited: 'Gutgeschrieben',
  setOff: (invoice) => `Verrechnet mit Rechnung ${invoice}`,
  toRefund: 'Zu erstatten',
  payment: 'Zahlung',
  paymentReference: 'Verwendungszweck',
  reverseCharge: 'Steuerschuldnerschaft des Leistungsempfängers (reverse charge).',
  businessId: 'Handelsregisternummer',
  vatId: 'USt-IdNr.',
  page: (page, pages) => `Seite ${page} von ${pages}`,
  fileName: { invoice: 'rechnung', creditNote: 'rechnungskorrektur', draft: 'rechnungsentwurf' },
};

const LANGUAGES: Readonly<Record<string, Texts>> = { en: ENGLISH, fi: FINNISH, sv: SWEDISH, de: GERMAN };

/** The texts of a BCP 47 tag; English for a language that documents are not written in. */
export function textsIn(language: string): Texts {
  return LANGUAGES[language.toLowerCase().split('-')[0] ?? ''] ?? ENGLISH;
}
