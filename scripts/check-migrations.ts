// Part of `npm run check`: migrations are added at the end, and one that is there stays as it is.
import { execFileSync } from 'node:child_process';
import { changedSince, lateAfter, type Migrations } from './migrations/migration-order.ts';

const FOLDER = 'prisma/migrations/';

/** The migrations of a commit, with the digests of their statements; undefined where this repository does not know it. */
function migrationsOf(commit: string): Migrations | undefined {
  try {
    return inListing(git('ls-tree', '-r', commit, FOLDER));
  } catch {
    return undefined;
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Of `git ls-tree`, or of the index: mode, perhaps a type, digest, path. */
function inListing(listing: string): Migrations {
  const found = listing.matchAll(/([0-9a-f]{40,64})[ \d]*\t\S*\/(\d{4}_\w+)\/migration\.sql$/gm);
  return new Map([...found].map(([, digest = '', name = '']) => [name, digest]));
}

function present(): Migrations {
  const paths = git('ls-files', '--cached', '--others', '--exclude-standard', FOLDER).split('\n');
  const files = [...new Set(paths)].filter((path) => path.endsWith('/migration.sql'));
  const digests = execFileSync('git', ['hash-object', '--stdin-paths'], {
    input: files.join('\n'),
    encoding: 'utf8',
  }).split('\n');
  return new Map(files.map((path, index) => [path.split('/')[2] ?? '', digests[index] ?? '']));
}

try {
  git('rev-parse', 'HEAD');
} catch {
  console.log('No history is here, so the order of migrations is not checked.');
  process.exit();
}
const now = present();
/** What others have: the line that is published, under whichever name this repository knows it, and this branch as it was. */
const published = ['main', 'origin/main', 'origin/HEAD', 'HEAD'].flatMap((name) => migrationsOf(name) ?? []);
const before = [migrationsOf('HEAD'), migrationsOf('HEAD^')].filter((one) => one !== undefined);
const problems = new Set([
  ...before.flatMap((one) => changedSince(now, one)),
  ...published.flatMap((one) => lateAfter(now, one)),
]);
for (const problem of problems) console.error(problem);
if (problems.size > 0) process.exitCode = 1;
