import type { RequestContext, Tx } from './request-context.ts';

export interface RenderedFile {
  /** Plain ASCII letters, digits, dots and hyphens: it goes into a header. */
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What a file is rendered with: somebody holds a link to it, and nobody knows who. */
export type FileContext = Pick<RequestContext, 'organization' | 'now'>;

/** A kind of file a module makes of its records, such as a PDF. Whoever has a signed link gets it without signing in. */
export interface FileKind {
  /** One word; part of the links. */
  readonly kind: string;
  /** Throws `not_found` when there is no such record. The transaction can only read, and is narrowed to no team. */
  readonly render: (ctx: FileContext, tx: Tx, id: string) => Promise<RenderedFile>;
}
