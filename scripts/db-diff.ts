// Prints what differs between the Prisma schema and the migrations' result, then the schema's SQL to take the new migration from.
// Checks, grants and row-level security are the migration's own: Prisma has no words for them.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '@countersign/db/server/embedded';
import { schemaAsSql, schemaDrift } from '@countersign/testing/schema-drift';

const home = await mkdtemp(join(tmpdir(), 'countersign-diff-'));
const cluster = await startEmbeddedDatabase({
  directory: join(home, 'postgres'),
  password: randomBytes(16).toString('hex'),
  throwAway: true,
});
try {
  const drift = await schemaDrift(cluster.url('postgres'));
  console.log(drift.length ? drift.join('\n') : 'The migrations and the Prisma schema agree.');
  if (drift.length) console.log(`\n${await schemaAsSql(cluster.url('postgres'))}`);
} finally {
  await cluster.stop();
  await rm(home, { recursive: true, force: true });
}
