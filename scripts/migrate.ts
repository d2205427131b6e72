// `npm run db:migrate`: brings a database to the newest schema and makes the roles the apps log in as. `-- --logins` prints what goes into each app's environment.
import { existsSync } from 'node:fs';
import { migrate } from '@countersign/db/server/migrate';
import { refuseUnfitOwner } from '@countersign/db/tenancy/owner-check';
import { ensureServingRoles } from '@countersign/db/tenancy/serving-roles';
import { databaseUrl, EnvError, readEnv, secretKey } from '@countersign/runtime/env';
import { deriveKey } from '@countersign/runtime/secret-key';

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { DATABASE_URL, SECRET_KEY } = readEnv({ DATABASE_URL: databaseUrl, SECRET_KEY: secretKey });
  await refuseUnfitOwner(DATABASE_URL);
  const applied = await migrate(DATABASE_URL);
  const logins = await ensureServingRoles(DATABASE_URL, SECRET_KEY);
  console.error(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The schema was up to date.');
  if (process.argv.includes('--logins')) {
    const fileLinkKey = deriveKey(SECRET_KEY, 'file-links').toString('base64');
    console.log(`# auth\nDATABASE_URL=${logins.control}`);
    console.log(`# mcp\nDATABASE_URL=${logins.tools}\nFILE_LINK_KEY=${fileLinkKey}`);
    console.log(`# console\nDATABASE_URL=${logins.control}\nTOOLS_DATABASE_URL=${logins.tools}`);
    console.log(`# worker\nDATABASE_URL=${logins.jobs}`);
  }
} catch (error) {
  console.error(error instanceof EnvError ? error.message : error);
  process.exitCode = 1;
}
