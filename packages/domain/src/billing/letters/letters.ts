import type { Buyer, Seller } from '../parties.ts';
import { formatsFor } from '../pdf/formats.ts';
import { textsIn } from '../pdf/texts.ts';

/** What a letter about an invoice tells. */
export interface LetterFacts {
  readonly number: number;
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly currency: string;
  readonly openMinor: number;
  readonly dueOn: string;
  readonly paymentReference: string | null;
}

export interface Letter {
  readonly subject: string;
  readonly body: string;
}

interface Words {
  readonly invoiceSubject: (number: number, seller: string) => string;
  readonly reminderSubject: (number: number, level: number) => string;
  readonly greeting: string;
  readonly attached: (number: number) => string;
  /** From the kind first to the plain last. */
  readonly reminder: readonly ((number: number, dueOn: string) => string)[];
  readonly owed: (amount: string, dueOn: string) => string;
  readonly open: (amount: string) => string;
  readonly farewell: string;
}

const ENGLISH: Words = {
  invoiceSubject: (number, seller) => `Invoice ${number} from ${seller}`,
  reminderSubject: (number, level) => `Reminder ${level}: invoice ${number}`,
  greeting: 'Hello,',
  attached: (number) => `Our invoice ${number} is attached.`,
  reminder: [
    (number, dueOn) =>
      `Our invoice ${number} was due on ${dueOn}. Perhaps it was overlooked; it is attached once more.`,
    (number, dueOn) => `We have not received the payment of our invoice ${number}, due on ${dueOn}. Please pay it now.`,
    (number, dueOn) =>
      `Our invoice ${number} has been due since ${dueOn}. This is our last reminder before we hand it to collection.`,
  ],
  owed: (amount, dueOn) => `To pay: ${amount}, by ${dueOn}.`,
  open: (amount) => `Still open: ${amount}. If you have paid in the meantime, thank you.`,
  farewell: 'Kind regards',
};

const FINNISH: Words = {
  invoiceSubject: (number, seller) => `Lasku ${number}, ${seller}`,
  reminderSubject: (number, level) => `Maksumuistutus ${level}: lasku ${number}`,
  greeting: 'Hei,',
  attached: (number) => `Laskumme ${number} on liitteenä.`,
  reminder: [
    (number, dueOn) =>
      `Laskumme ${number} erääntyi ${dueOn}. Ehkä se on jäänyt huomaamatta; se on uudelleen liitteenä.`,
    (number, dueOn) =>
      `Emme ole saaneet maksua laskustamme ${number}, joka erääntyi ${dueOn}. Pyydämme maksamaan sen nyt.`,
    (number, dueOn) =>
      `Laskumme ${number} on ollut erääntynyt ${dueOn} alkaen. Tämä on viimeinen muistutus ennen perintää.`,
  ],
  owed: (amount, dueOn) => `Maksettava: ${amount}, viimeistään ${dueOn}.`,
  open: (amount) => `Avoinna: ${amount}. Jos olette jo maksaneet, kiitos.`,
  farewell: 'Ystävällisin terveisin',
};

const SWEDISH: Words = {
  invoiceSubject: (number, seller) => `Faktura ${number} från ${seller}`,
  reminderSubject: (number, level) => `Påminnelse ${level}: faktura ${number}`,
  greeting: 'Hej,',
  attached: (number) => `Vår faktura ${number} bifogas.`,
  reminder: [
    (number, dueOn) =>
      `Vår faktura ${number} förföll den ${dueOn}. Kanske har den blivit förbisedd; den bifogas på nytt.`,
    (number, dueOn) =>
      `Vi har inte fått betalt för vår faktura ${number}, som förföll den ${dueOn}. Vänligen betala den nu.`,
    (number, dueOn) =>
      `Vår faktura ${number} har varit förfallen sedan den ${dueOn}. Detta är den sista påminnelsen före inkasso.`,
  ],
  owed: (amount, dueOn) => `Att betala: ${amount}, senast den ${dueOn}.`,
  open: (amount) => `Kvar att betala: ${amount}. Om ni redan har betalat tackar vi.`,
  farewell: 'Med vänlig hälsning',
};

const GERMAN: Words = {
  invoiceSubject: (number, seller) => `Rechnung ${number} von ${seller}`,
  reminderSubject: (number, level) => `${level}. Zahlungserinnerung: Rechnung ${number}`,
  greeting: 'Guten Tag,',
  attached: (number) => `anbei erhalten Sie unsere Rechnung ${number}.`,
  reminder: [
    (number, dueOn) =>
      `unsere Rechnung ${number} war am ${dueOn} fällig. Vielleicht wurde sie übersehen; sie liegt noch einmal bei.`,
    (number, dueOn) =>
      `für unsere Rechnung ${number}, fällig am ${dueOn}, haben wir noch keine Zahlung erhalten. Bitte zahlen Sie jetzt.`,
    (number, dueOn) =>
      `unsere Rechnung ${number} ist seit dem ${dueOn} fällig. Dies ist die letzte Erinnerung vor dem Inkasso.`,
  ],
  owed: (amount, dueOn) => `Zu zahlen: ${amount}, bis zum ${dueOn}.`,
  open: (amount) => `Noch offen: ${amount}. Falls Sie inzwischen gezahlt haben, danken wir Ihnen.`,
  farewell: 'Mit freundlichen Grüßen',
};

const LANGUAGES: Readonly<Record<string, Words>> = { en: ENGLISH, fi: FINNISH, sv: SWEDISH, de: GERMAN };
/** After this many reminders mail has said all it can. */
export const REMINDERS_MAX = ENGLISH.reminder.length;

/** The letter an invoice comes with, in the seller's language. `message` is what a person adds. */
export function invoiceLetter(facts: LetterFacts, message: string | undefined): Letter {
  const { words, amount, dueOn } = inWords(facts);
  const { number, seller } = facts;
  return {
    subject: words.invoiceSubject(number, seller.name),
    body: bodyOf(facts, [words.attached(number), message, words.owed(amount, dueOn)]),
  };
}

/** A reminder; `level` counts from 1 to REMINDERS_MAX. */
export function reminderLetter(facts: LetterFacts, level: number): Letter {
  const { words, amount, dueOn } = inWords(facts);
  return {
    subject: words.reminderSubject(facts.number, level),
    body: bodyOf(facts, [words.reminder[level - 1]?.(facts.number, dueOn), words.open(amount)]),
  };
}

function inWords({ seller, currency, openMinor, dueOn }: LetterFacts) {
  const formats = formatsFor(textsIn(seller.language).locale, currency);
  const words = LANGUAGES[seller.language.toLowerCase().split('-')[0] ?? ''] ?? ENGLISH;
  return { words, amount: formats.money(openMinor), dueOn: formats.day(dueOn) };
}

function bodyOf(facts: LetterFacts, sentences: readonly (string | undefined)[]): string {
  const { seller, paymentReference } = facts;
  const { words } = inWords(facts);
  const where = [
    seller.iban && `IBAN ${seller.iban}`,
    seller.bic && `BIC ${seller.bic}`,
    paymentReference && `${textsIn(seller.language).paymentReference} ${paymentReference}`,
  ].filter((part) => part !== null);
  const said = sentences.filter((sentence) => sentence !== undefined && sentence !== '');
  return [words.greeting, ...said, where.join('\n'), `${words.farewell}\n${seller.name}`].join('\n\n');
}
