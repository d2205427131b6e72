import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { installDebianPackage } from './debian-package.ts';

const run = promisify(execFile);

const CANDIDATES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chromium that starts: the one of CHROMIUM_PATH, else an installed one; undefined when there is none. */
export async function findChromium(): Promise<string | undefined> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (await starts(named)) return named;
    throw new Error(`CHROMIUM_PATH: ${named} does not start. Set it to a Chromium or Chrome, or leave it unset.`);
  }
  for (const candidate of CANDIDATES) {
    if (!(await starts(candidate))) continue;
    if (candidate.startsWith('/')) return candidate;
    return (await run('/bin/sh', ['-c', `command -v ${candidate}`])).stdout.trim();
  }
  return undefined;
}

/** Throws with what to do by hand. */
export async function installChromium(): Promise<string> {
  const byHand = 'Install Chromium or Chrome (Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to one.';
  await installDebianPackage('chromium', `The browser tests need Chromium. ${byHand}`);
  const installed = await findChromium();
  if (!installed) throw new Error(`apt-get installed a Chromium that does not start. ${byHand}`);
  return installed;
}

async function starts(program: string): Promise<boolean> {
  return run(program, ['--version'], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}
