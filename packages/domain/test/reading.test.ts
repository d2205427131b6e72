import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createDeflate, deflateSync } from 'node:zlib';
import { smallPdf } from '@countersign/testing/small-pdf';
import { describe, expect, it } from 'vitest';
import { readFile } from '../src/documents/reading/read-file.ts';
import { sniffContent } from '../src/documents/reading/sniff-content.ts';

const pdf = (bytes: Buffer) => readFile('acme', 'application/pdf', bytes);

describe('a PDF', () => {
  it('gives the text of its pages in order', async () => {
    expect(await pdf(smallPdf(['Sopimus\nÄäkköset ja (sulut)', 'Second page']))).toEqual({
      text: 'Sopimus\nÄäkköset ja (sulut)\n\nSecond page',
      pageCount: 2,
    });
  });

  it('without text says so', async () => {
    expect(await pdf(smallPdf(['']))).toEqual({ failure: 'no_text' });
  });

  it('that is cut off, is nothing but a beginning, or runs in circles is damaged or empty, and does not hang', async () => {
    const whole = smallPdf(['Text']);
    const broken = [
      whole.subarray(0, 200),
      Buffer.from('%PDF-1.7\n%%EOF'),
      Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(100_000, 0xfe)]),
      smallPdf(['Text'], { kids: '2 0 R' }),
    ];
    for (const bytes of broken) expect(await pdf(bytes)).toHaveProperty('failure');
  });

  it('with a password is protected', async () => {
    const secret = `<${'41'.repeat(32)}>`;
    const trailer = `/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O ${secret} /U ${secret} /P -4 >>`;
    expect(await pdf(smallPdf(['Text'], { trailer }))).toEqual({ failure: 'protected' });
  });

  it('that unfolds to far more than it weighs is ended, and this process lives on with its memory', async () => {
    const bomb = await bombPdf();
    expect(bomb.length).toBeLessThan(20_000);
    const before = process.memoryUsage.rss();
    const reading = await pdf(bomb);
    expect(reading).toHaveProperty('failure');
    expect(process.memoryUsage.rss() - before).toBeLessThan(1_500_000_000);
    expect(await pdf(smallPdf(['Still here']))).toMatchObject({ text: 'Still here' });
  }, 60_000);

  it('is read whatever else this process unfolds at the same time, which may be of another organization', async () => {
    const pages = Array.from({ length: 450 }, (_, page) => `${'All is well on this page.\n'.repeat(40)}${page}`);
    const reading = pdf(smallPdf(pages));
    const other = Buffer.alloc(700_000_000, 1);
    expect(await reading).toMatchObject({ pageCount: 450 });
    expect(other.length).toBe(700_000_000);
  }, 60_000);
});

/** A few kilobytes that unfold to nine hundred megabytes. */
async function bombPdf(): Promise<Buffer> {
  const megabyte = Buffer.alloc(1_000_000, ' ');
  const spaces = Readable.from(Array.from({ length: 900 }, () => megabyte)).pipe(createDeflate());
  return smallPdf(['Text'], {
    content: deflateSync(await buffer(spaces)),
    filters: '[/FlateDecode /FlateDecode]',
  });
}

describe('text', () => {
  it.each([
    ['UTF-8', Buffer.from('Hyvää päivää')],
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('Hyvää päivää')])],
    ['Windows-1252', Buffer.from('Hyvää päivää', 'latin1')],
  ])('in %s is read', async (_what, bytes) => {
    expect(await sniffContent(bytes, 'note.txt')).toBe('text/plain');
    expect(await readFile('acme', 'text/plain', bytes)).toEqual({ text: 'Hyvää päivää', pageCount: null });
  });
});

describe('what a file is', () => {
  const xml = '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"/>';
  it.each([
    ['a PDF, whatever its name', smallPdf(['x']), 'image.png', 'application/pdf'],
    ['XML', Buffer.from(xml), 'statement.txt', 'application/xml'],
    ['CSV', Buffer.from('a;b\n1;2\n'), 'rows.CSV', 'text/csv'],
    ['plain text', Buffer.from('a;b\n1;2\n'), 'rows', 'text/plain'],
    [
      'a program called a PDF',
      Buffer.from('7f454c4602010100000000000000000002003e00', 'hex'),
      'invoice.pdf',
      undefined,
    ],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'scan.txt', undefined],
    ['an archive', Buffer.from('504b0304140000000800', 'hex'), 'all.csv', undefined],
    ['bytes', Buffer.from([1, 2, 3, 0, 4]), 'bytes.txt', undefined],
  ])('%s is seen by its content', async (_what, bytes, name, type) => {
    expect(await sniffContent(bytes, name)).toBe(type);
  });
});
