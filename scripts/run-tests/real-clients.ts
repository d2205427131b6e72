import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, '../..');
/** Which clients, and of everything below them which version. */
const MANIFEST = join(ROOT, 'e2e/real-clients');
const KEPT_IN = join(ROOT, 'node_modules/.cache/real-clients');

/** What the journeys read of where they are. */
export type RealClientsFolder = Readonly<{ REAL_CLIENTS: string }>;

/** Where this set of versions is, or would be; another set has a folder of its own. */
async function folder(): Promise<string> {
  const lock = await readFile(join(MANIFEST, 'package-lock.json'));
  return join(KEPT_IN, createHash('sha256').update(lock).digest('hex').slice(0, 16));
}

/** Where the real clients are that an earlier run installed. */
export async function findRealClients(): Promise<RealClientsFolder | undefined> {
  const installed = await folder();
  return access(installed).then(
    () => ({ REAL_CLIENTS: installed }),
    () => undefined,
  );
}

/**
 * Installs them as their makers publish them; about 2 GB, too much for everybody who installs the project. Answers nothing where that
 * cannot be done: everything else can still be tested.
 */
export async function installRealClients(): Promise<RealClientsFolder | undefined> {
  const whole = await folder();
  const begun = `${whole}.begun`;
  await rm(begun, { recursive: true, force: true });
  await mkdir(begun, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) await cp(join(MANIFEST, file), join(begun, file));
  // Imports what was installed from where it was installed, by its name.
  await writeFile(join(begun, 'load.mjs'), 'export const load = (name) => import(name);\n');
  try {
    // Not `npm ci`: it refuses the lock for an optional package of another platform, which npm itself leaves out of it.
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    await run('npm', ['install', ...options], { cwd: begun, maxBuffer: 2 ** 26 });
    // Puts the program of this platform in its place; no other of them needs a script.
    await run(process.execPath, [join(begun, 'node_modules/@anthropic-ai/claude-code/install.cjs')]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
  await rename(begun, whole);
  return { REAL_CLIENTS: whole };
}
