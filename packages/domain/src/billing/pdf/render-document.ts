import type { Drawing } from './drawing.ts';
import { drawFooters } from './footer.ts';
import { formatsFor } from './formats.ts';
import { drawHead } from './head.ts';
import { drawLines } from './lines-table.ts';
import { newDocument, PAGE, type Page, write } from './page.ts';
import type { PrintedDocument } from './printed-document.ts';
import { textsIn } from './texts.ts';
import { drawTotals } from './totals.ts';

/** The document as a PDF, A4, in the seller's language; of the same document always the same bytes. */
export async function renderDocument(document: PrintedDocument, madeAt: Date): Promise<Uint8Array> {
  const texts = textsIn(document.seller.language);
  const formats = formatsFor(texts.locale, document.currency);
  const name = document.kind === 'creditNote' ? texts.creditNote : texts.invoice;
  const page = newDocument({
    title: [name, document.number ?? texts.draft].join(' '),
    author: document.seller.name,
    language: texts.locale,
    madeAt,
  });
  const bytes = collected(page);
  const drawing: Drawing = { page, document, texts, formats };
  let y = drawHead(drawing);
  y = drawLines(drawing, y + 22);
  y = drawTotals(drawing, y + 14);
  if (document.note) drawNote(page, document.note, y + 16);
  drawFooters(drawing);
  page.end();
  return bytes;
}

/** Goes over as many pages as it needs, a paragraph at a time. */
function drawNote(page: Page, note: string, from: number): void {
  const column = { x: PAGE.left, width: PAGE.right - PAGE.left };
  let y = from;
  for (const paragraph of note.split('\n')) {
    if (y > PAGE.bottom - 40) {
      page.addPage();
      y = PAGE.top;
    }
    y = write(page, paragraph || ' ', column, y);
  }
}

async function collected(page: Page): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of page) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
