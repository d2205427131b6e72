import type { DrawnFiles } from '@countersign/access/files/drawn-files';
import type { FileLinks, LinkedFile } from '@countersign/access/files/file-links';
import { readLinkedFile } from '@countersign/access/files/open-file';
import type { FairShare } from '@countersign/access/limits/fair-share';
import type { Catalogue } from '@countersign/contracts/catalogue';
import { notFound } from '@countersign/contracts/errors';
import type { FileKind, RenderedFile } from '@countersign/contracts/file-kind';
import type { Pool } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';

export interface LinkedFileDeps {
  readonly files: ReadonlyMap<string, FileKind>;
  readonly catalogue: Catalogue;
  readonly fileLinks: FileLinks;
  readonly pool: Pool;
  /** The same that divides the calls: a link may be opened as often as one likes. */
  readonly share: FairShare;
  readonly drawn: DrawnFiles;
  readonly clock: Clock;
}

export interface LinkedFiles {
  /** What a signed link names, whether or not it still opens. */
  readonly named: (signed: string) => LinkedFile | 'expired' | undefined;
  /** Throws what the gate, the record and the drawing throw. */
  readonly open: (file: LinkedFile) => Promise<RenderedFile>;
  /** The bytes behind the address of a link of ours. Throws `not_found` for any other address. */
  readonly read: (url: string) => Promise<Uint8Array>;
}

/** Opens links to files: read through the gate, and drawn once the transaction is over. Throws when a kind names no tool of the catalogue. */
export function createLinkedFiles({
  files,
  catalogue,
  fileLinks,
  pool,
  share,
  drawn,
  clock,
}: LinkedFileDeps): LinkedFiles {
  for (const { kind, tool } of files.values()) {
    if (!catalogue.has(tool)) throw new Error(`Files of the kind ${kind} are of ${tool}, which is no tool`);
  }
  const named = (signed: string) => fileLinks.open(signed, clock());
  const open = async (file: LinkedFile) => {
    const fileKind = files.get(file.kind);
    const requirement = fileKind && catalogue.get(fileKind.tool)?.requirement;
    if (!fileKind || !requirement) throw notFound('file');
    const plan = await share.within(file.organizationId, () =>
      readLinkedFile(pool, { file, fileKind, requirement, now: clock() }),
    );
    return drawn.draw(file.organizationId, fileKind, plan);
  };
  return {
    named,
    open,
    async read(url) {
      const file = named(url.slice(url.lastIndexOf('/') + 1));
      if (typeof file !== 'object') throw notFound('file');
      return (await open(file)).bytes;
    },
  };
}
