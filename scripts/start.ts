// `npm start`, once the packages are installed: everything that runs, in order, on this machine.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureServingRoles } from '@countersign/db/tenancy/serving-roles';
import { EnvError } from '@countersign/runtime/env';
import { step } from './progress.mjs';
import { appEnv, refuseWhatAppsRefuse } from './start/app-env.ts';
import { startApp } from './start/app-process.ts';
import { APPS } from './start/apps.ts';
import { buildConsole } from './start/console-build.ts';
import { claimDataFolder } from './start/data-folder.ts';
import { fillDatabase, openDatabase } from './start/database.ts';
import { keptSecret } from './start/kept-secret.ts';
import { refuseBusyPorts } from './start/ports.ts';
import { readSettings } from './start/settings.ts';
import { StartRefused } from './start/start-refused.ts';
import { stopRequest } from './start/stop-request.ts';
import { welcome } from './start/welcome.ts';

/** How long the apps of a killed start may still hold their ports. */
const APPS_CLOSE_WITHIN_MS = 12_000;

/** Resolves once all is closed again, in reverse order. Between steps it looks whether it should stop; a step is never cut short. */
async function run(stopped: AbortSignal): Promise<void> {
  await using opened = new AsyncDisposableStack();
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = readSettings(process.env);
  refuseWhatAppsRefuse(process.env, settings);
  const folder = opened.use(await claimDataFolder(settings.dataDirectory));
  await refuseBusyPorts(settings, folder.takenOver ? APPS_CLOSE_WITHIN_MS : 0);
  const secretKey = settings.secretKey ?? (await keptSecret(join(settings.dataDirectory, 'secret-key')));

  const database = opened.use(await openDatabase(settings));
  stopped.throwIfAborted();
  await fillDatabase(database.ownerUrl, settings);
  const addresses = await ensureServingRoles(database.ownerUrl, secretKey);
  stopped.throwIfAborted();
  await step('Build the console', () => buildConsole(stopped));

  const apps = APPS.map((app) =>
    opened.use(startApp(app, appEnv(app, process.env, settings, { secretKey, addresses }), settings)),
  );
  await step('Start auth, mcp, console and worker', () => Promise.all(apps.map((app) => app.ready(stopped))));
  console.log(await welcome(database.ownerUrl, settings));

  const stopping = new Promise<void>((done) => {
    if (stopped.aborted) done();
    stopped.addEventListener('abort', () => done(), { once: true });
  });
  const databaseLost = database.ended.then(() => {
    throw new StartRefused(`PostgreSQL ended. Its log: ${join(settings.dataDirectory, 'logs/postgres.log')}`);
  });
  await Promise.race([stopping, databaseLost]);
  console.log('Stopping …');
}

const stopped = stopRequest();
try {
  await run(stopped);
  console.log('Stopped.');
  process.exit(0);
} catch (error) {
  if (stopped.aborted && error === stopped.reason) process.exit(0);
  const expected = error instanceof EnvError || error instanceof StartRefused;
  console.error(`\n${expected ? error.message : error instanceof Error ? error.stack : String(error)}`);
  process.exit(1);
}
