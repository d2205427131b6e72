import type { FileContext, FileKind, RenderedFile } from '@countersign/contracts/file-kind';
import type { PrintedDocument } from '../pdf/printed-document.ts';
import { renderDocument } from '../pdf/render-document.ts';
import { textsIn } from '../pdf/texts.ts';
import { printedCreditNote, printedInvoice } from './printed-store.ts';

export const invoiceFile: FileKind = {
  kind: 'invoice',
  render: (ctx, tx, id) => rendered(ctx, printedInvoice(ctx, tx, id)),
};

export const creditNoteFile: FileKind = {
  kind: 'credit_note',
  render: (ctx, tx, id) => rendered(ctx, printedCreditNote(ctx, tx, id)),
};

export const FILES: readonly FileKind[] = [invoiceFile, creditNoteFile];

async function rendered(ctx: FileContext, reading: Promise<PrintedDocument>): Promise<RenderedFile> {
  const document = await reading;
  const { kind, number, issuedOn, seller } = document;
  const name = textsIn(seller.language).fileName[kind];
  const madeAt = issuedOn === null ? ctx.now : new Date(`${issuedOn}T12:00:00Z`);
  return {
    name: `${number === null ? name : `${name}-${number}`}.pdf`,
    contentType: 'application/pdf',
    bytes: await renderDocument(document, madeAt),
  };
}
