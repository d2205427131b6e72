// `npm test`, once the packages are installed: every project, or what the arguments choose, then one line with the count.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { step } from './progress.mjs';
import { findChromium, installChromium } from './run-tests/chromium.ts';
import { findNginx, installNginx } from './run-tests/nginx.ts';
import { findPgBouncer, installPgBouncer } from './run-tests/pgbouncer.ts';
import { findRealClients, installRealClients } from './run-tests/real-clients.ts';
import { findRedis, installRedis } from './run-tests/redis.ts';
import { makeScratchFolder } from './run-tests/scratch-folder.ts';
import { tally } from './run-tests/tally.ts';
import { buildConsole } from './start/console-build.ts';
import { stopRequest } from './start/stop-request.ts';

const END_WITH_PARENT = join(import.meta.dirname, 'start/end-with-parent.ts');

const stopped = stopRequest();
const args = process.argv.slice(2);
const projects = args.flatMap((arg, index) =>
  arg === '--project' ? [args[index + 1]] : arg.startsWith('--project=') ? [arg.slice(10)] : [],
);
const needs = (project: string) => projects.length === 0 || projects.includes(project);

/** The report and exit code of Vitest, run in the scratch folder. */
async function runVitest(scratch: string, programs: NodeJS.ProcessEnv) {
  const reportFile = join(scratch, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const vitest = spawn(
    process.execPath,
    ['--import', END_WITH_PARENT, 'node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args],
    {
      env: { ...process.env, TMPDIR: scratch, ...programs },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    },
  );
  stopped.addEventListener('abort', () => vitest.kill('SIGTERM'), { once: true });
  const [code] = await once(vitest, 'exit');
  return { exitCode: code === 0 ? 0 : 1, report: await readFile(reportFile, 'utf8').catch(() => undefined) };
}

/** Says when there are none, because their journeys are then skipped. */
async function realClients(): Promise<NodeJS.ProcessEnv> {
  const found = (await findRealClients()) ?? (await step('Install the real clients', installRealClients));
  if (!found) console.log('  They could not be installed here, so their journeys are skipped.');
  return found ?? {};
}

const scratch = await makeScratchFolder();
let result: Awaited<ReturnType<typeof runVitest>> = { exitCode: 1, report: undefined };
try {
  const programs: NodeJS.ProcessEnv = {
    ...(needs('pages') && {
      CHROMIUM_PATH: (await findChromium()) ?? (await step('Install Chromium', installChromium)),
    }),
    ...(needs('journeys') && { NGINX_PATH: (await findNginx()) ?? (await step('Install nginx', installNginx)) }),
    ...(needs('journeys') && (await realClients())),
    ...(needs('journeys') && {
      PGBOUNCER_PATH: (await findPgBouncer()) ?? (await step('Install PgBouncer', installPgBouncer)),
    }),
    ...((needs('integration') || needs('journeys')) && {
      REDIS_SERVER: (await findRedis()) ?? (await step('Install Redis', installRedis)),
    }),
  };
  if (needs('pages') || needs('journeys')) await step('Build the console', () => buildConsole(stopped));
  result = await runVitest(scratch.path, programs);
} catch (error) {
  if (!stopped.aborted) console.error(`\n${error instanceof Error ? error.message : String(error)}`);
} finally {
  const left = await scratch.remove();
  if (left.length > 0)
    console.error(`Ended, left running by the tests:\n${left.map((command) => `  ${command}`).join('\n')}`);
}
const { passed, failed } = tally(result.report, result.exitCode);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
