import type { FileContext, FileKind, FilePlan } from '@countersign/contracts/file-kind';
import type { DrawnPage } from '../pdf/draw.ts';
import type { PrintedDocument } from '../pdf/printed-document.ts';
import { textsIn } from '../pdf/texts.ts';
import { printedCreditNote, printedInvoice } from './printed-store.ts';

const DRAWN = { tool: 'get_invoice_pdf_link', drawnBy: new URL('../pdf/draw.ts', import.meta.url) } as const;

export const invoiceFile: FileKind = {
  kind: 'invoice',
  ...DRAWN,
  read: async (ctx, tx, id) => planOf(ctx, await printedInvoice(ctx, tx, id)),
};

export const creditNoteFile: FileKind = {
  kind: 'credit_note',
  ...DRAWN,
  read: async (ctx, tx, id) => planOf(ctx, await printedCreditNote(ctx, tx, id)),
};

export const FILES: readonly FileKind[] = [invoiceFile, creditNoteFile];

/** A draft is of the day on which somebody looks: one drawing a day, until something in it changes. */
function planOf(ctx: FileContext, document: PrintedDocument): FilePlan {
  const { kind, number, issuedOn, seller } = document;
  const name = textsIn(seller.language).fileName[kind];
  const madeOn = issuedOn ?? ctx.now.toISOString().slice(0, 10);
  const page: DrawnPage = { document, madeAt: `${madeOn}T12:00:00Z` };
  return { name: `${number === null ? name : `${name}-${number}`}.pdf`, contentType: 'application/pdf', page };
}
