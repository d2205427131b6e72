/** What banks of the north and of German lands call their columns, folded as `folded` does; the first that is there counts. */
const COLUMNS = {
  bookedOn: [
    'kirjauspaiva',
    'booking date',
    'bokforingsdag',
    'bokforingsdatum',
    'reskontradatum',
    'buchungsdatum',
    'buchungstag',
    'buchung',
    'completed date',
    'date completed',
    'date completed utc',
    'payment date',
    'payment date date',
    'date',
    'paiva',
    'paivamaara',
    'pvm',
    'datum',
  ],
  amount: ['amount', 'maara', 'summa', 'belopp', 'betrag'],
  credited: ['gutschrift', 'credit', 'kredit', 'insattning', 'paid in', 'money in', 'haben'],
  debited: ['lastschrift', 'belastung', 'debit', 'debet', 'uttag', 'paid out', 'money out', 'soll'],
  currency: ['currency', 'payment currency', 'valuutta', 'valuta', 'wahrung', 'waehrung'],
  counterparty: [
    'saaja maksaja',
    'saajan nimi maksaja',
    'name',
    'nimi',
    'counterparty',
    'partner name',
    'payer name',
    'mottagare avsandare',
    'auftraggeber empfanger',
    'auftraggeber empfaenger',
    'beguenstigter zahlungspflichtiger',
    'auftraggeber',
    'avsandare',
  ],
  payer: ['maksaja', 'payer', 'sender', 'zahlungspflichtige r', 'zahlungspflichtiger'],
  payee: ['saajan nimi', 'maksunsaaja', 'saaja', 'recipient', 'zahlungsempfanger in', 'zahlungsempfanger', 'mottagare'],
  reference: ['viite', 'viitenumero', 'reference', 'reference number', 'referens', 'referensnummer', 'referenz', 'ocr'],
  endToEndId: ['kundenreferenz end to end', 'kundenreferenz', 'end to end id', 'end to end reference'],
  message: [
    'viesti',
    'message',
    'meddelande',
    'verwendungszweck',
    'payment reference',
    'avisierungstext',
    'description',
    'beskrivning',
    'text',
    'title',
    'otsikko',
    'selitys',
  ],
  bankReference: [
    'arkistointitunnus',
    'arkistotunnus',
    'archive id',
    'filing id',
    'transaction id',
    'transferwise id',
    'arkiveringskod',
  ],
  balance: ['saldo', 'balance', 'bokfort saldo', 'running balance'],
  fee: ['fee', 'gebuhr', 'avgift'],
  state: ['tila', 'state', 'status', 'info'],
  account: ['auftragskonto', 'tilinumero', 'account', 'account number', 'iban kontonummer auftragskonto'],
} as const;
export type Column = keyof typeof COLUMNS;

/** Names by which languages other than English are told: they write the day first. */
const DAY_FIRST =
  /^(kirjauspaiva|paiva|paivamaara|pvm|maara|summa|bokforing\w*|belopp|datum|buchung\w*|betrag|reskontradatum)$/;

export interface Header {
  readonly places: ReadonlyMap<Column, number>;
  /** The currency that the name of the amount says, such as EUR of `Betrag (€)`. */
  readonly currency: string | null;
  readonly isDayFirst: boolean;
}

const UNITS: Readonly<Record<string, string>> = { '€': 'EUR', euroa: 'EUR', euro: 'EUR', $: 'USD', '£': 'GBP' };
const UNIT = /[\s([]+(?:in\s+)?(€|\$|£|[Ee][Uu][Rr][Oo][Aa]?|[A-Z]{3})\s*[)\]]?\s*$/;

/** Reads a row as the names of columns; undefined when it names no day, or no amount. */
export function headerOf(cells: readonly string[]): Header | undefined {
  const units = cells.map((cell) => UNIT.exec(cell.trim())?.[1] ?? null);
  const names = cells.map((cell) => folded(cell.trim().replace(UNIT, '')));
  const places = new Map<Column, number>();
  const taken = new Set<number>();
  for (const column of Object.keys(COLUMNS) as Column[]) {
    for (const name of COLUMNS[column]) {
      const place = names.findIndex((each, index) => each === name && !taken.has(index));
      if (place < 0) continue;
      places.set(column, place);
      taken.add(place);
      break;
    }
  }
  const hasAmount = places.has('amount') || (places.has('credited') && places.has('debited'));
  if (!places.has('bookedOn') || !hasAmount) return undefined;
  const unit = units[places.get('amount') ?? places.get('credited') ?? 0] ?? null;
  return {
    places,
    currency: unit === null ? null : (UNITS[unit.toLowerCase()] ?? unit),
    isDayFirst: names.some((name) => DAY_FIRST.test(name)),
  };
}

function folded(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.replaceAll(/[^a-z]+/g, ' ').trim();
}
