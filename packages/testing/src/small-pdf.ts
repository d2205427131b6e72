import { deflateSync } from 'node:zlib';

export interface SmallPdfOptions {
  /** More entries of the trailer, such as `/Encrypt …`. */
  readonly trailer?: string;
  /** Instead of the content of every page; compressed as `filters` says. */
  readonly content?: Buffer;
  readonly filters?: string;
  /** Instead of the list of pages. */
  readonly kids?: string;
}

/** A PDF (ISO 32000-1) with one page for each text, written by hand so that a test can break it at will. Latin-1 text only. */
export function smallPdf(texts: readonly string[], options: SmallPdfOptions = {}): Buffer {
  const { trailer = '', filters = '/FlateDecode' } = options;
  const kids = options.kids ?? texts.map((_, index) => `${4 + 2 * index} 0 R`).join(' ');
  const objects: Buffer[] = [
    latin('<< /Type /Catalog /Pages 2 0 R >>'),
    latin(`<< /Type /Pages /Kids [${kids}] /Count ${texts.length} >>`),
    latin('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
    ...texts.flatMap((text, index) => {
      const lines = text.split('\n').map((line) => `(${line.replaceAll(/[\\()]/g, '\\$&')}) Tj T*`);
      const content = options.content ?? deflateSync(latin(`BT /F1 12 Tf 14 TL 72 720 Td ${lines.join(' ')} ET`));
      const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * index} 0 R >>`;
      const stream = [
        latin(`<< /Length ${content.length} /Filter ${filters} >>\nstream\n`),
        content,
        latin('\nendstream'),
      ];
      return [latin(page), Buffer.concat(stream)];
    }),
  ];
  const parts = [latin('%PDF-1.4\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    offsets.push(length);
    const part = Buffer.concat([latin(`${index + 1} 0 obj\n`), object, latin('\nendobj\n')]);
    parts.push(part);
    length += part.length;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    latin(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

function latin(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
