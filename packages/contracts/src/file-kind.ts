import type { RequestContext, Tx } from './request-context.ts';

/** What will be on a file: read in a transaction, drawn after it. */
export interface FilePlan {
  /** Plain ASCII letters, digits, dots and hyphens: it goes into a header. */
  readonly name: string;
  readonly contentType: string;
  /** All that is drawn, as plain data. Of the same data a kind draws the same file, so this is the version of it. */
  readonly page: object;
}

export interface RenderedFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What a file is read with. */
export type FileContext = Pick<RequestContext, 'organization' | 'now'>;

/** What a module that draws files exports. It runs in a thread of its own, without settings and without the database. */
export type Draw<Page extends object> = (page: Page) => Promise<Uint8Array>;

/** A kind of file a module makes of its records, such as a PDF. A signed link opens it for whoever has the link. */
export interface FileKind {
  /** One word; part of the links. */
  readonly kind: string;
  /** The tool that gives the links out: whoever made one must still be allowed to call it when the link is opened. */
  readonly tool: string;
  /** The module that exports `draw`. */
  readonly drawnBy: URL;
  /** Throws `not_found` when there is no such record for this transaction, which can only read. */
  readonly read: (ctx: FileContext, tx: Tx, id: string) => Promise<FilePlan>;
}
