// Writes the generated files, or with --check says which types are stale; of the docs a test says it. All of them are committed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const GENERATED = ['packages/db/src/generated/types.ts'];

const before = GENERATED.map((file) => readFileSync(file, 'utf8'));
execFileSync('node_modules/.bin/prisma', ['generate'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  // Generating types needs no engine; naming an existing file keeps the CLI from downloading one.
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
});
if (!process.argv.includes('--check')) writeDocs();
const stale = GENERATED.filter((file, index) => readFileSync(file, 'utf8') !== before[index]);
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`Stale, now written anew; commit them: ${stale.join(', ')}`);
  process.exitCode = 1;
}

/** The answers of the examples come from a database of a fixed day, which takes a while; a test checks them, and all that is made of them. */
function writeDocs(): void {
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'integration',
    'apps/mcp/test/tool-answers.test.ts',
  ];
  const env = { ...process.env, WRITE_TOOL_ANSWERS: 'yes' };
  execFileSync(process.execPath, vitest, { stdio: ['ignore', 'ignore', 'inherit'], env });
  execFileSync(process.execPath, ['apps/mcp/docs/write-docs.ts'], { stdio: 'inherit' });
}
