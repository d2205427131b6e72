// Writes the documents that are made from the catalogue, or with --check says which are stale. Needs no database.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withOversight } from '@countersign/access/proposals/oversight-module';
import { catalogue as product } from '@countersign/domain/catalogue';
import { generatedDocs } from './generated-docs.ts';

const ROOT = join(import.meta.dirname, '../../..');
const catalogue = withOversight(product);

const stale: string[] = [];
for (const [file, text] of generatedDocs(catalogue, ROOT)) {
  const path = join(ROOT, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  writeFileSync(path, text);
  stale.push(file);
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`Stale, now written anew; commit them: ${stale.join(', ')}`);
  process.exitCode = 1;
}
