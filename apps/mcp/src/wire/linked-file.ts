import type { FileLinks } from '@countersign/access/files/file-links';
import { renderFile } from '@countersign/access/files/render-file';
import type { FairShare } from '@countersign/access/limits/fair-share';
import { notFound } from '@countersign/contracts/errors';
import type { FileKind } from '@countersign/contracts/file-kind';
import type { Pool } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';

export interface LinkedFileDeps {
  readonly files: ReadonlyMap<string, FileKind>;
  readonly fileLinks: FileLinks;
  readonly pool: Pool;
  /** The same that divides the calls. */
  readonly share: FairShare;
  readonly clock: Clock;
}

/** The bytes behind a signed link of ours. Throws `not_found` for any other address. */
export type ReadLinkedFile = (url: string) => Promise<Uint8Array>;

/** For a wire that hands a file over itself instead of its link; whoever was given the link may have the file. */
export function createReadLinkedFile({ files, fileLinks, pool, share, clock }: LinkedFileDeps): ReadLinkedFile {
  return async (url) => {
    const now = clock();
    const file = fileLinks.open(url.slice(url.lastIndexOf('/') + 1), now);
    const fileKind = typeof file === 'object' ? files.get(file.kind) : undefined;
    if (typeof file !== 'object' || !fileKind) throw notFound('file');
    return share.within(file.organizationId, async () => (await renderFile(pool, file, fileKind, now)).bytes);
  };
}
