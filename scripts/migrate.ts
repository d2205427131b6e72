// `npm run db:migrate`: brings a database to the newest schema and makes the roles the apps log in as. `-- --logins` prints their addresses.
import { existsSync } from 'node:fs';
import { migrate } from '@countersign/db/migrate';
import { ensureServingRoles } from '@countersign/db/serving-roles';
import { databaseUrl, EnvError, readEnv, secretKey } from '@countersign/runtime/env';
import { refuseUnfitDatabase } from './start/owner-check.ts';
import { StartRefused } from './start/start-refused.ts';

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { DATABASE_URL, SECRET_KEY } = readEnv({ DATABASE_URL: databaseUrl, SECRET_KEY: secretKey });
  await refuseUnfitDatabase(DATABASE_URL);
  const applied = await migrate(DATABASE_URL);
  const logins = await ensureServingRoles(DATABASE_URL, SECRET_KEY);
  console.error(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The schema was up to date.');
  if (process.argv.includes('--logins')) {
    console.log(`# DATABASE_URL of auth and console\n${logins.control}`);
    console.log(`# DATABASE_URL of mcp\n${logins.tools}`);
    console.log(`# DATABASE_URL of worker\n${logins.jobs}`);
  }
} catch (error) {
  const expected = error instanceof EnvError || error instanceof StartRefused;
  console.error(expected ? error.message : error);
  process.exitCode = 1;
}
