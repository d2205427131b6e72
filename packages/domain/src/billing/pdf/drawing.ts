import type { Formats } from './formats.ts';
import type { Page } from './page.ts';
import type { PrintedDocument } from './printed-document.ts';
import type { Texts } from './texts.ts';

/** What every part of a document is drawn with. */
export interface Drawing {
  readonly page: Page;
  readonly document: PrintedDocument;
  readonly texts: Texts;
  readonly formats: Formats;
}
