import type { CorpusFile } from './corpus.ts';

const csv = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n`;
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const read = (rows: string[], more: object = {}) => ({ rows, ...more });

/** After the columns, days, numbers and lines above and below that banks were seen to write; every file is made here. */
export const CSV_CORPUS: readonly CorpusFile[] = [
  {
    name: 'OP',
    text: `\ufeff${csv(
      'Kirjauspäivä;Arvopäivä;Määrä EUROA;Laji;Selitys;Saaja/Maksaja;Saajan tilinumero;Saajan pankin BIC;Viite;Viesti;Arkistointitunnus',
      '02.03.2026;02.03.2026;+25,00;588;VIITESIIRTO;Kivi Oy;;;ref=00000000000000001009;;20260302/1',
      '02.03.2026;02.03.2026;-180;106;TILISIIRTO;Puhelin Oy;FI7331313001000058;DABAFIHH;;Puhelimet;20260302/2',
    )}`,
    expected: read([
      '2026-03-02 25.00 EUR Kivi Oy [00000000000000001009]',
      '2026-03-02 -180.00 EUR Puhelin Oy "Puhelimet"',
    ]),
  },
  {
    name: 'OP, older: two spaces in a name, a last delimiter, a short row',
    text: csv(
      'Kirjauspäivä;Arvopäivä;Määrä  EUROA;Laji;Selitys;Saaja/Maksaja;Saajan tilinumero ja pankin BIC;Viite;Viesti;Arkistotunnus;',
      '2026-03-02;2026-03-02;1 240,50;588;VIITESIIRTO;Kivi Oy;;1009;;A1;',
      '2026-03-03;2026-03-03;5,00;588;PANO;Ruska',
    ),
    expected: read(['2026-03-02 1240.50 EUR Kivi Oy [1009]', '2026-03-03 5.00 EUR Ruska']),
  },
  {
    name: 'Nordea in Finland, new',
    text: csv(
      'Kirjauspäivä;Määrä;Maksaja;Maksunsaaja;Nimi;Otsikko;Viesti;Viitenumero;Saldo;Valuutta;',
      '2026/03/30;4500,00;FI1350001520000081;;Kivi Oy;Viitemaksu;;1009;14500,00;EUR;',
      '2026/03/27;-99,90;;FI7331313001000058;Puhelin Oy;Maksu;Puhelimet;;10000,00;EUR;',
    ),
    expected: read(['2026-03-30 4500.00 EUR Kivi Oy [1009]', '2026-03-27 -99.90 EUR Puhelin Oy "Puhelimet"'], {
      closing: '2026-03-30 14500.00 EUR',
    }),
  },
  {
    name: 'Nordea in Finland, in English',
    text: csv(
      'Booking date;Amount;Sender;Recipient;Name;Title;Message;Reference number;Balance;Currency;',
      '2026/03/30;4500,00;;;Kivi Oy;Reference payment;;1009;4500,00;EUR;',
    ),
    expected: read(['2026-03-30 4500.00 EUR Kivi Oy [1009]']),
  },
  {
    name: 'Nordea in Finland, old: tabs, the account above',
    text: csv(
      'Tilinumero\tFI2112345600000785',
      '',
      'Kirjauspäivä\tArvopäivä\tMaksupäivä\tMäärä\tSaaja/Maksaja\tTilinumero\tBIC\tTapahtuma\tViite\tMaksajan viite\tViesti\tKortinnumero\tKuitti',
      '24.04.2022\t24.04.2022\t24.04.2022\t1.234,50\tKivi Oy\t\t\tViitesiirto\t1009\t\t\t\t',
    ),
    expected: read(['2022-04-24 1234.50 EUR Kivi Oy [1009] FI2112345600000785']),
  },
  {
    name: 'Danske in Finland, in latin1, with a row that is pending',
    bytes: latin1(
      csv(
        'Pvm;Luokka;Alaluokka;Saaja/Maksaja;Määrä;Saldo;Tila;Tarkastus',
        '20.04.2023;Muu;Muu;Mäki Oy;8 588,83;8 588,83;Toteutettu;Ei',
        '21.04.2023;Muu;Muu;Kauppa;-5,00;8 583,83;Odottaa;Ei',
      ),
    ),
    expected: read(['2023-04-20 8588.83 EUR Mäki Oy'], { pending: 1 }),
  },
  {
    name: 'S-Pankki, a dash for nothing and quotes around the message',
    text: `\ufeff${csv('Kirjauspäivä;Maksupäivä;Summa;Tapahtumalaji;Maksaja;Saajan nimi;Saajan tilinumero;Saajan BIC-tunnus;Viitenumero;Viesti;Arkistointitunnus', "13.07.2026;13.07.2026;+10,99;TILISIIRTO;Kivi Oy;Acme;-;-;-;'Kiitos';A1", '13.07.2026;13.07.2026;-8,00;TILISIIRTO;Acme;Puhelin Oy;-;-;1009;-;A2')}`,
    expected: read(['2026-07-13 10.99 EUR Kivi Oy "Kiitos"', '2026-07-13 -8.00 EUR Puhelin Oy [1009]']),
  },
  {
    name: 'Holvi',
    text: csv(
      'Payment date (Date),Execution date,Amount,Currency,Counterparty,Description,Reference,Message,Filing ID',
      '2026-03-02,2026-03-02,100.50,EUR,Kivi Oy,Invoice,1009,,H1',
    ),
    expected: read(['2026-03-02 100.50 EUR Kivi Oy [1009]']),
  },
  {
    name: 'Handelsbanken in Sweden: lines above, a reserved row',
    text: csv(
      'Kontonamn;Affärskonto',
      'Period;2026-03-01 - 2026-03-31',
      'Reskontradatum;Transaktionsdatum;Text;Belopp;Saldo',
      ';2026-03-03;Prel. kortköp;-50,00;',
      '2026-03-02;2026-03-02;Kivi;1 000,00;1 000,00',
    ),
    expected: read(['2026-03-02 1000.00 EUR - "Kivi"'], { pending: 1 }),
  },
  {
    name: 'SEB in Sweden',
    text: csv(
      'Bokföringsdatum;Valutadatum;Verifikationsnummer;Text;Belopp;Saldo',
      '2026-03-03;2026-03-03;5484;HYRA;-456.50;543.50',
      '2026-03-02;2026-03-02;5483;KIVI;1000.00;1000.00',
    ),
    expected: read(['2026-03-03 -456.50 EUR - "HYRA"', '2026-03-02 1000.00 EUR - "KIVI"'], {
      closing: '2026-03-03 543.50 EUR',
    }),
  },
  {
    name: 'Swedbank: a line above, latin9, its own currency column',
    bytes: latin1(
      csv(
        '* Transaktioner Period 2026-03-01 - 2026-03-31',
        'Radnummer,Clearingnummer,Kontonummer,Produkt,Valuta,Bokföringsdag,Transaktionsdag,Valutadag,Referens,Beskrivning,Belopp,Bokfört saldo',
        '1,8000,123,Konto,SEK,2026-03-02,2026-03-02,2026-03-02,,"Köp, kort",-39.00,961.00',
        '2,8000,123,Konto,SEK,2026-03-01,2026-03-01,2026-03-01,,Kivi,1000.00,1000.00',
      ),
    ),
    expected: read(['2026-03-02 -39.00 SEK - "Köp, kort"', '2026-03-01 1000.00 SEK - "Kivi"'], {
      closing: '2026-03-02 961.00 SEK',
    }),
  },
  {
    // firefly-iii#8404, beancount-dkb#206
    name: 'DKB: four lines above, years of two digits, the euro sign in a name',
    text: csv(
      '"Girokonto";"DE89370400440532013000"',
      '"Zeitraum:";"01.12.2025 - 31.12.2025"',
      '"Kontostand vom 31.12.2025:";"1.000,00 €"',
      '""',
      '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz"',
      '"08.12.25";"08.12.25";"Gebucht";"Kivi Oy";"Acme";"RF18539007547034";"Eingang";"FI1350001520000081";"200";"";"";""',
      '"09.12.25";"09.12.25";"Gebucht";"Acme";"Telefon";"";"Ausgang";"DE1";"-62,3";"";"";""',
      '"10.12.25";"";"Vorgemerkt";"Acme";"Laden";"";"Ausgang";"DE1";"-1.080";"";"";""',
    ),
    expected: read(
      [
        '2025-12-08 200.00 EUR Kivi Oy "RF18539007547034" DE89370400440532013000',
        '2025-12-09 -62.30 EUR Telefon DE89370400440532013000',
      ],
      { pending: 1 },
    ),
  },
  {
    // actual#2374: 3.000 of a German bank was read as three euros.
    name: 'thousands or three decimals, and nothing tells',
    text: csv('Datum;Betrag;Auftraggeber', '02.03.2026;3.000;Kivi Oy', '03.03.2026;150;Ruska'),
    expected: { failure: 'which_decimal_mark', says: '“3.000” can be thousands or three decimals' },
  },
  {
    name: 'the same, when somebody answered',
    text: csv('Datum;Betrag;Auftraggeber', '02.03.2026;3.000;Kivi Oy', '03.03.2026;150;Ruska'),
    reading: { decimalMark: 'comma' },
    expected: read(['2026-03-02 3000.00 EUR Kivi Oy', '2026-03-03 150.00 EUR Ruska']),
  },
  {
    name: 'thousands that another row of the column tells',
    text: csv('Datum;Betrag;Auftraggeber', '02.03.2026;3.000;Kivi Oy', '03.03.2026;1,50;Ruska'),
    expected: read(['2026-03-02 3000.00 EUR Kivi Oy', '2026-03-03 1.50 EUR Ruska']),
  },
  {
    name: 'two decimal marks in one column',
    text: csv('Date;Amount;Payer', '2026-03-02;3,50;A', '2026-03-03;1.50;B'),
    expected: { failure: 'which_decimal_mark', says: 'both as decimal marks' },
  },
  {
    name: 'Sparkasse: the account in a column, latin1, vorgemerkt',
    bytes: latin1(
      csv(
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Kundenreferenz (End-to-End)";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"Betrag";"Waehrung";"Info"',
        '"DE89370400440532013000";"05.12.25";"05.12.25";"GUTSCHR";"Rechnung";"E2E-1";"Grün GmbH";"DE1";"1143,41";"EUR";"Umsatz gebucht"',
        '"DE89370400440532013000";"06.12.25";"06.12.25";"LASTSCHR";"";"";"Laden";"DE1";"-5,00";"EUR";"Umsatz vorgemerkt"',
      ),
    ),
    expected: read(['2025-12-05 1143.41 EUR Grün GmbH "Rechnung" DE89370400440532013000'], { pending: 1 }),
  },
  {
    name: 'ING: a dozen lines above, a balance beside',
    bytes: latin1(
      csv(
        'Umsatzanzeige;Datei erstellt am: 10.12.2025',
        '',
        'IBAN;DE89 3704 0044 0532 0130 00',
        'Kontoname;Girokonto',
        '',
        'Buchung;Wertstellungsdatum;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag;Währung',
        '09.12.2025;09.12.2025;Vermieter;Lastschrift;Miete;800,00;EUR;-200,00;EUR',
        '08.12.2025;08.12.2025;Kivi Oy;Gutschrift;;1.000,00;EUR;1.000,00;EUR',
      ),
    ),
    expected: read(
      [
        '2025-12-09 -200.00 EUR Vermieter "Miete" DE89370400440532013000',
        '2025-12-08 1000.00 EUR Kivi Oy DE89370400440532013000',
      ],
      { closing: '2025-12-09 800.00 EUR' },
    ),
  },
  {
    name: 'N26',
    text: csv(
      '"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference","Account Name","Amount (EUR)","Original Amount"',
      '2026-03-02,2026-03-02,"Kivi Oy",FI1350001520000081,"Credit Transfer","Invoice 7",Main,1000.00,',
    ),
    expected: read(['2026-03-02 1000.00 EUR Kivi Oy "Invoice 7"']),
  },
  {
    name: 'Revolut: only what is completed, less its fee',
    text: csv(
      'Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance',
      'TRANSFER,Current,2026-06-05 10:00:00,2026-06-06 19:42:42,Kivi Oy,100.00,0.50,EUR,COMPLETED,99.50',
      'CARD,Current,2026-06-07 10:00:00,,Shop,-5.00,0.00,EUR,PENDING,',
    ),
    expected: read(['2026-06-06 99.50 EUR - "Kivi Oy"'], { pending: 1 }),
  },
  {
    name: 'Wise',
    text: csv(
      'TransferWise ID,Date,Amount,Currency,Description,Payment Reference,Running Balance,Payer Name,Total fees',
      'TRANSFER-1,30-03-2026,250.25,USD,Received money,1009,250.25,Kivi Inc,0.00',
    ),
    expected: read(['2026-03-30 250.25 USD Kivi Inc "1009"']),
  },
  {
    name: 'PostFinance: two columns of amounts, formulas above, small print below',
    text: csv(
      'Datum von:;="01.10.2025"',
      'Konto:;="CH9300762011623852957"',
      'Währung:;="CHF"',
      'Datum;Bewegungstyp;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Label;Kategorie',
      '',
      "01.10.2025;Gutschrift;Kivi AG;1'200.00;;;",
      '02.10.2025;Belastung;Miete;;-300.50;;',
      '',
      'Disclaimer:;',
      'Der Inhalt dieses Dokuments wurde erstellt.;',
    ),
    expected: read([
      '2025-10-01 1200.00 CHF - "Kivi AG" CH9300762011623852957',
      '2025-10-02 -300.50 CHF - "Miete" CH9300762011623852957',
    ]),
  },
  {
    name: 'the currency in the cell, brackets and a sign behind',
    text: csv('Date;Amount;Payer', '2026-03-02;€ 1,200.00;A', '2026-03-03;(5.00 €);B', '2026-03-04;7.50-;C'),
    expected: read(['2026-03-02 1200.00 EUR A', '2026-03-03 -5.00 EUR B', '2026-03-04 -7.50 EUR C']),
  },
  {
    name: 'days that can be read in two ways',
    text: csv('Date,Amount,Payer', '03/04/2026,5.00,A', '04/05/2026,6.00,B'),
    expected: { failure: 'which_day_order', says: '“03/04/2026” can be two days' },
  },
  {
    name: 'days that another row of the column tells',
    text: csv('Date,Amount,Payer', '03/04/2026,5.00,A', '03/25/2026,6.00,B'),
    expected: read(['2026-03-04 5.00 EUR A', '2026-03-25 6.00 EUR B']),
  },
  {
    name: 'a bad row among good ones, and totals at the end',
    text: csv(
      'Date;Amount;Payer',
      '2026-03-02;5,00;A',
      '2026-03-03;five;B',
      '31.2.2026;6,00;C',
      '2026-03-04;7,00;D',
      ';18,00;Total',
    ),
    expected: read(['2026-03-02 5.00 EUR A', '2026-03-04 7.00 EUR D'], {
      bad: ['3: “five” is no amount', '4: “31.2.2026” is no day'],
    }),
  },
  {
    name: 'a balance that does not move by its amounts',
    text: csv(
      'Date;Amount;Payer;Balance',
      '2026-03-02;5,00;A;5,00',
      '2026-03-03;6,00;B;12,00',
      '2026-03-04;1,00;C;13,00',
    ),
    expected: { failure: 'balances_differ', says: 'at line 3 the difference is 1.00 EUR' },
  },
  {
    name: 'UTF-16 with its mark',
    bytes: Buffer.from(`\ufeff${csv('Date;Amount;Payer', '2026-03-02;5,00;Ääkkönen')}`, 'utf16le'),
    expected: read(['2026-03-02 5.00 EUR Ääkkönen']),
  },
];
