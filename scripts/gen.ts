// Writes the generated files, or with --check says which are stale. All of them are committed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const GENERATED = ['packages/db/src/generated/types.ts'];

const before = GENERATED.map((file) => readFileSync(file, 'utf8'));
execFileSync('node_modules/.bin/prisma', ['generate'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  // Generating types needs no engine; naming an existing file keeps the CLI from downloading one.
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
});
const stale = GENERATED.filter((file, index) => readFileSync(file, 'utf8') !== before[index]);
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`Stale, now written anew; commit them: ${stale.join(', ')}`);
  process.exitCode = 1;
}
