#!/usr/bin/env node
import { createPool } from '@countersign/db/connections/pool';
import { OWNING_PATIENCE } from '@countersign/db/connections/session-rules';
import { refuseUnfitOwner } from '@countersign/db/tenancy/owner-check';
import { EnvError } from '@countersign/runtime/env';
import { Command } from 'commander';
import { addClient, type NewClient } from './commands/add-client.ts';
import { endApiKey, listApiKeys } from './commands/api-keys.ts';
import { endConnection, listConnections } from './commands/connections.ts';
import { createOrganization, type NewOrganization } from './commands/create-organization.ts';
import { exportOrganization } from './commands/export-organization.ts';
import { resealStored, rotateSigningKey } from './commands/keys.ts';
import { resetPassword } from './commands/reset-password.ts';
import { sealAudit, verifyAudit } from './commands/verify-audit.ts';
import { refuseUnfitDeployment } from './deployment-check.ts';
import { createOperator, type Manner, type Operator, Refusal } from './operator.ts';
import { readSettings } from './settings.ts';

const program = new Command('countersign-admin')
  .description('What an operator does, on the database of the running system: DATABASE_URL, or the one in DATA_DIR.')
  .option('--yes', 'do not ask')
  .option('--json', 'answer as JSON');

/** Runs one command with the owner's connection, and ends the process with 1 when it refused. */
async function run(command: (operator: Operator) => Promise<void>): Promise<void> {
  try {
    const settings = await readSettings();
    await refuseUnfitOwner(settings.ownerUrl);
    const pool = createPool(settings.ownerUrl, {
      applicationName: 'countersign admin',
      patience: OWNING_PATIENCE,
      max: 2,
    });
    try {
      await refuseUnfitDeployment(pool, settings);
      await command(createOperator(settings, pool, program.opts<Manner>()));
    } finally {
      await pool.end();
    }
  } catch (error) {
    const expected = error instanceof Refusal || error instanceof EnvError;
    process.stderr.write(`${expected ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

const organization = program.command('organization').description('make one, or take its data along');
organization
  .command('create')
  .description('makes an organization and its owner')
  .requiredOption('--name <name>')
  .requiredOption('--owner-email <address>')
  .option('--owner-name <name>')
  .option('--slug <slug>')
  .action((options: NewOrganization) => run((operator) => createOrganization(operator, options)));
organization
  .command('export <slug>')
  .description('writes everything an organization has as JSON lines, one file per table')
  .requiredOption('--to <folder>', 'a folder that is not there yet')
  .action((slug: string, { to }: { to: string }) => run((operator) => exportOrganization(operator, slug, to)));

program
  .command('password')
  .description('of a person who cannot sign in')
  .command('reset <email>')
  .description('gives a new password, shown once, and signs every browser out')
  .action((email: string) => run((operator) => resetPassword(operator, email)));

const connections = program.command('connections').description('list and revoke them');
connections
  .command('list')
  .option('--organization <slug>')
  .action((options: { organization?: string }) => run((operator) => listConnections(operator, options.organization)));
connections.command('revoke <id>').action((id: string) => run((operator) => endConnection(operator, id)));

const apiKeys = program.command('api-keys').description('list and revoke them');
apiKeys
  .command('list')
  .option('--organization <slug>')
  .action((options: { organization?: string }) => run((operator) => listApiKeys(operator, options.organization)));
apiKeys.command('revoke <id>').action((id: string) => run((operator) => endApiKey(operator, id)));

const keys = program.command('keys').description('change the keys of the deployment');
keys
  .command('rotate')
  .description('makes a new signing key, without refusing a token')
  .option('--compromised', 'take the present ones out at once')
  .action((options: { compromised?: boolean }) =>
    run((operator) => rotateSigningKey(operator, options.compromised ?? false)),
  );
keys
  .command('reseal')
  .description('encrypts what is stored under SECRET_KEY_PREVIOUS anew, under SECRET_KEY')
  .action(() => run(resealStored));

program
  .command('clients')
  .description('OAuth clients that register in no other way')
  .command('add')
  .description('enters a confidential client and shows its secret once')
  .requiredOption('--name <name>')
  .requiredOption('--redirect-uri <uri...>')
  .action((options: NewClient) => run((operator) => addClient(operator, options)));

const audit = program.command('audit').description('the audit log and its seals');
audit
  .command('verify')
  .description('finds events that were changed, removed or inserted')
  .action(() => run(verifyAudit));
audit
  .command('seal')
  .description('seals now what is old enough')
  .action(() => run(sealAudit));

await program.parseAsync();
