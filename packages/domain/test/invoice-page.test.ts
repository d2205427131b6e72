import fc from 'fast-check';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { formatsFor } from '../src/billing/pdf/formats.ts';
import type { PrintedDocument } from '../src/billing/pdf/printed-document.ts';
import { renderDocument } from '../src/billing/pdf/render-document.ts';
import { textsIn } from '../src/billing/pdf/texts.ts';
import { lineNetMinor, totalsOf } from '../src/billing/rules.ts';

const seller = {
  name: 'Acme Studio Oy',
  businessId: '2034567-1',
  vatId: 'FI20345671',
  street: 'Hietalahdenranta 13',
  postalCode: '00180',
  city: 'Helsinki',
  country: 'FI',
  email: 'billing@acme.example',
  phone: null,
  iban: 'FI2112345600000785',
  bic: 'NDEAFIHH',
  language: 'en',
};
const buyer = { ...seller, name: 'Kaarna Design Oy', businessId: '1234567-8', vatId: null, street: 'Rantakatu 12' };

function aDocument(count: number, over: Partial<PrintedDocument> = {}): PrintedDocument {
  const lines = Array.from({ length: count }, (_, index) => {
    const line = {
      description: `Line ${index + 1} of the work`,
      quantityThousandths: 1333 + index * 250,
      unit: 'h',
      unitPriceMinor: 9999,
      vatBasisPoints: index % 3 === 2 ? 1000 : 2550,
    };
    return { ...line, netMinor: lineNetMinor(line) };
  });
  return {
    kind: 'invoice',
    number: 113,
    issuedOn: '2026-11-25',
    dueOn: '2026-12-09',
    paymentTermDays: 14,
    seller,
    buyer,
    currency: 'EUR',
    lines,
    ...totalsOf(lines),
    reference: 'PO 4711',
    paymentReference: '11136',
    note: null,
    refundableMinor: 0,
    creditedInvoiceNumber: null,
    ...over,
  };
}

const at = new Date('2026-11-25T12:00:00Z');

/** The text of each page, with every kind of space as one space. */
async function pagesOf(document: PrintedDocument): Promise<string[]> {
  const pdf = await getDocumentProxy(new Uint8Array(await renderDocument(document, at)));
  const { text } = await extractText(pdf, { mergePages: false });
  return text.map((page) => page.replaceAll(/\s+/g, ' '));
}
const spaced = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('the page of an invoice', () => {
  it.each(['en', 'fi', 'sv', 'de'])(
    'says in %s who pays whom what, when and where to, to the cent',
    async (language) => {
      const document = aDocument(4, { seller: { ...seller, language } });
      const [page = '', ...more] = await pagesOf(document);
      const texts = textsIn(language);
      const { money, rate, day } = formatsFor(texts.locale, 'EUR');
      expect(more).toEqual([]);
      for (const said of [
        `${texts.invoice} 113`,
        seller.name,
        buyer.name,
        buyer.street,
        '00180 Helsinki',
        '1234567-8',
        'FI20345671',
        'FI21 1234 5600 0007 85',
        'NDEAFIHH',
        '11136',
        'PO 4711',
        day('2026-11-25'),
        day('2026-12-09'),
        texts.page(1, 1),
        ...document.lines.map(({ netMinor }) => money(netMinor)),
        ...document.vat.map(
          ({ vatBasisPoints, netMinor }) => `${rate(vatBasisPoints)} ${texts.vatOf} ${money(netMinor)}`,
        ),
        ...document.vat.map(({ vatMinor }) => money(vatMinor)),
        money(document.netMinor),
        money(document.vatMinor),
        `${texts.toPay} ${money(document.totalMinor)}`,
      ]) {
        expect(page).toContain(spaced(said));
      }
    },
  );

  it('names the amounts of the locale in cents that add up', async () => {
    const [page] = await pagesOf(aDocument(2, { seller: { ...seller, language: 'fi' } }));
    // 1.333 and 1.583 hours at 99.99: 133.29 + 158.28, VAT 25.5 % of 291.57 is 74.35.
    for (const amount of ['133,29 €', '158,28 €', '291,57 €', '74,35 €', '365,92 €']) expect(page).toContain(amount);
  });

  it('goes on over pages, each with the names of the columns and its number, and loses no line', async () => {
    const document = aDocument(120);
    const pages = await pagesOf(document);
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('Description Quantity Unit price VAT Net');
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    }
    const whole = pages.join(' ');
    for (const { description } of document.lines) expect(whole).toContain(description);
  });

  it('wraps a long description, and shows the whole of it', async () => {
    const description = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    const document = aDocument(1);
    const lines = document.lines.map((line) => ({ ...line, description }));
    expect((await pagesOf({ ...document, lines })).join(' ')).toContain(description);
  });

  it('is marked as a draft, and asks nobody to pay', async () => {
    const draft = { kind: 'draft', number: null, issuedOn: null, dueOn: null, paymentReference: null } as const;
    const [page] = await pagesOf(aDocument(1, draft));
    expect(page).toContain('Invoice · Draft');
    expect(page).not.toContain('IBAN');
  });

  it('says that the customer accounts for VAT, exactly when one in another member state does', async () => {
    const abroad = { ...buyer, country: 'SE', vatId: 'SE559900000001' };
    const untaxed = aDocument(1, { buyer: abroad });
    const lines = untaxed.lines.map((line) => ({ ...line, vatBasisPoints: 0 }));
    const [page] = await pagesOf({ ...untaxed, lines, ...totalsOf(lines) });
    expect(page).toContain('Reverse charge');
    expect(page).toContain('Sweden');
    expect((await pagesOf(untaxed))[0]).not.toContain('Reverse charge');
    expect((await pagesOf({ ...untaxed, buyer, lines, ...totalsOf(lines) }))[0]).not.toContain('Reverse charge');
  });
});

it('a credit note says so, for which invoice, and what is credited', async () => {
  const note = {
    kind: 'creditNote',
    number: 114,
    dueOn: null,
    paymentReference: null,
    creditedInvoiceNumber: 113,
  } as const;
  const document = aDocument(2, { ...note, note: 'Billed to the wrong company.' });
  const [page] = await pagesOf(document);
  for (const said of ['Credit note 114', 'For invoice 113', 'Credited to you', 'Billed to the wrong company.']) {
    expect(page).toContain(said);
  }
  expect(page).not.toContain('IBAN');
});

it.each(['en', 'fi', 'sv', 'de'])(
  'a credit note of a paid invoice says in %s what goes back, and what was set off',
  async (language) => {
    const note = { kind: 'creditNote', dueOn: null, paymentReference: null, creditedInvoiceNumber: 113 } as const;
    const document = aDocument(2, { ...note, seller: { ...seller, language } });
    const { money } = formatsFor(textsIn(language).locale, 'EUR');
    const { toRefund, setOff } = textsIn(language);
    const [part = ''] = await pagesOf({ ...document, refundableMinor: 10_000 });
    expect(part).toContain(spaced(`${setOff(113)} ${money(document.totalMinor - 10_000)}`));
    expect(part).toContain(spaced(`${toRefund} ${money(10_000)}`));
    const [whole = ''] = await pagesOf({ ...document, refundableMinor: document.totalMinor });
    expect(whole).toContain(spaced(`${toRefund} ${money(document.totalMinor)}`));
    expect(whole).not.toContain(setOff(113));
    expect((await pagesOf(document))[0]).not.toContain(toRefund);
  },
);

it('shows Latin, Greek and Cyrillic letters and the euro sign as they are', async () => {
  const document = aDocument(1, { buyer: { ...buyer, name: 'Škoda Åström ß Œ дизайн Ελληνικά €' } });
  expect((await pagesOf(document))[0]).toContain('Škoda Åström ß Œ дизайн Ελληνικά €');
});

/** Ten documents, each of pages full of glyphs that no font has. */
const PATIENCE_MS = 120_000;

it(
  'holds whatever people type: other scripts, emoji, endless words, control and direction marks',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const typed = `${text} 日本語 😀👩‍👩‍👧 \u202e\u0007 ${'w'.repeat(400)}`;
        const document = aDocument(1, { buyer: { ...buyer, name: typed }, note: typed, reference: typed });
        const lines = document.lines.map((line) => ({ ...line, description: typed }));
        const pages = await pagesOf({ ...document, lines });
        expect(pages.join(' ')).toContain('To pay');
      }),
      { numRuns: 10 },
    );
  },
  PATIENCE_MS,
);

it('has the largest amounts whole', async () => {
  const document = aDocument(1);
  const lines = document.lines.map((line) => ({ ...line, unitPriceMinor: 99_999_999_999, quantityThousandths: 1000 }));
  const priced = lines.map((line) => ({ ...line, vatBasisPoints: 0, netMinor: lineNetMinor(line) }));
  const [page] = await pagesOf({ ...document, lines: priced, ...totalsOf(priced) });
  expect(page).toContain('To pay €999,999,999.99');
});
