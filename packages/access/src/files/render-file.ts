import { notFound } from '@countersign/contracts/errors';
import type { FileKind, RenderedFile } from '@countersign/contracts/file-kind';
import type { Pool } from '@countersign/db/connections/pool';
import { readTransaction } from '@countersign/db/connections/read-transaction';
import { enterOrganization } from '@countersign/db/tenancy/in-org';
import type { LinkedFile } from './file-links.ts';

/** The file a link names, as it is now. Throws `not_found` when its record is gone. Checks no credential: the link was one. */
export async function renderFile(
  pool: Pool,
  { organizationId, id }: LinkedFile,
  fileKind: FileKind,
  now: Date,
): Promise<RenderedFile> {
  return readTransaction(pool, async (queries) => {
    const tx = await enterOrganization(queries, { organizationId, teamId: null });
    const organization = await queries
      .selectFrom('organization')
      .select(['id', 'slug', 'name'])
      .where('id', '=', organizationId)
      .executeTakeFirst();
    if (!organization) throw notFound('file');
    return fileKind.render({ organization, now }, tx, id);
  });
}
