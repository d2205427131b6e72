import type { Draw } from '@countersign/contracts/file-kind';
import type { PrintedDocument } from './printed-document.ts';
import { renderDocument } from './render-document.ts';

export interface DrawnPage {
  readonly document: PrintedDocument;
  /** ISO 8601. */
  readonly madeAt: string;
}

/** What a thread runs for a file of an invoice or a credit note. */
export const draw: Draw<DrawnPage> = ({ document, madeAt }) => renderDocument(document, new Date(madeAt));
