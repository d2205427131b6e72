import type { DrawnFiles } from '@countersign/access/files/drawn-files';
import { AppError } from '@countersign/contracts/errors';
import type { FileKind } from '@countersign/contracts/file-kind';
import type { Pool } from '@countersign/db/connections/pool';
import { readTransaction } from '@countersign/db/connections/read-transaction';
import type { MailAttachment } from '@countersign/db/mail/queue-mail';
import { enterOrganization } from '@countersign/db/tenancy/in-org';
import type { Clock } from '@countersign/runtime/clock';
import { contextOf } from '../jobs/job-context.ts';
import type { Letter } from './transport.ts';

/** The record of a file that a letter should bear is no longer there. */
export class FileGone extends Error {
  override readonly name = 'FileGone';
}

/** The files of a letter as they travel. Throws FileGone, or what drawing throws. */
export type Attached = (
  organizationId: string | null,
  attachments: readonly MailAttachment[],
) => Promise<Letter['attachments']>;

export interface AttachedDeps {
  readonly pool: Pool;
  readonly files: ReadonlyMap<string, FileKind>;
  readonly drawn: DrawnFiles;
  readonly clock: Clock;
}

/** Whoever left the letter was allowed to; nobody is asked again. The file is read in a transaction and drawn after it. */
export function createAttached({ pool, files, drawn, clock }: AttachedDeps): Attached {
  const drawnFile = async (organizationId: string, { kind, id }: { readonly kind: string; readonly id: string }) => {
    const fileKind = files.get(kind);
    if (!fileKind) throw new Error(`This worker knows no files ${kind}; a newer one may`);
    const plan = await readTransaction(pool, async (queries) => {
      const tx = await enterOrganization(queries, { organizationId, teamId: null });
      const ctx = await contextOf(tx, organizationId, clock());
      return ctx && fileKind.read(ctx, tx, id);
    }).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'not_found' ? new FileGone() : error;
    });
    if (!plan) throw new FileGone();
    const { name, contentType, bytes } = await drawn.draw(organizationId, fileKind, plan);
    return { name, contentType, base64: Buffer.from(bytes).toString('base64') };
  };

  return (organizationId, attachments) =>
    Promise.all(
      attachments.map(async (attachment) => {
        if (!('file' in attachment)) return attachment;
        if (organizationId === null) throw new FileGone();
        return drawnFile(organizationId, attachment.file);
      }),
    );
}
