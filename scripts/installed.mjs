// Plain JavaScript without dependencies: runs on the system's Node before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { step } from './progress.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PINNED_NODE = join(ROOT, 'node_modules/.bin/node');
const STAMP = join(ROOT, 'node_modules/.countersign-stamp');
/** Types stripped and code compiled once: an app then starts in about half the processor time. */
const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/compile');

/**
 * Installs the dependencies when the lock file asks for it, then runs a TypeScript file of this folder on the pinned Node and
 * ends as it ends. Signals are passed on; should this process vanish, the other one hears it by its closed channel.
 * @param {string} file
 * @param {readonly string[]} args
 */
export async function runInstalled(file, args = []) {
  process.chdir(ROOT);
  try {
    await install();
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
  const child = spawn(PINNED_NODE, [join('scripts', file), ...args], {
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // A group of its own: a terminal signals every process at once, and the order of closing is this child's to decide.
    detached: true,
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  process.on('disconnect', () => child.kill('SIGTERM'));
  if (process.env.npm_lifecycle_event) endWithNpm(child);
  child.on('exit', (code) => process.exit(code ?? 1));
}

/**
 * npm passes SIGINT and SIGTERM on, but nothing when it is killed itself.
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithNpm(child) {
  const npm = process.ppid;
  setInterval(() => process.ppid === npm || child.kill('SIGTERM'), 1000).unref();
}

async function install() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Error(`Node ${process.versions.node} is too old. Install Node 20 or newer.`);
  if (installedFor() === lockDigest()) return;
  await step('Install the packages', async () => {
    const npm = await output('npm', ['--version']);
    if (Number.parseInt(npm, 10) < 10)
      throw new Error(`npm ${npm.trim()} is too old. Run: npm install --global npm@11`);
    // Not `npm ci`: the lock file may name optional packages for other platforms that a registry does not carry.
    await output('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);
  });
  try {
    accessSync(PINNED_NODE, constants.X_OK);
  } catch {
    throw new Error('npm did not install the pinned Node. Allow install scripts: npm config set ignore-scripts false');
  }
  writeFileSync(STAMP, lockDigest());
}

/** The digest that the installed packages belong to; empty when nothing is installed, or not to its end. */
function installedFor() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return '';
  }
}

/** Computed anew after installing, because npm may complete the lock file. */
function lockDigest() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

/**
 * Runs a command to its end and returns what it printed. Throws with its last lines when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<string>}
 */
function output(command, args) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let errors = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.on('error', () => fail(new Error(`${command} is not installed. It comes with Node: https://nodejs.org`)));
    child.on('close', (code) => {
      if (code === 0) return done(printed);
      const lastLines = `${printed}\n${errors}`.trim().split('\n').slice(-15).join('\n');
      fail(new Error(`${command} ${args.join(' ')} failed:\n${lastLines}`));
    });
  });
}
