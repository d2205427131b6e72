import { EnvError } from '@countersign/runtime/env';
import { isBehindPooler } from '../connections/behind-pooler.ts';
import { connectionProblem } from '../connections/connection-problem.ts';
import type { Pool } from '../connections/pool.ts';
import type { ServingRole } from './serving-roles.ts';

/**
 * Throws an EnvError when the address an app was given is not one to serve with: a role that row-level security does not bind, another app's
 * role, a database without the schema, or one that cannot be reached. Says whether a connection pooler stands before it.
 */
export async function refuseUnfitServingRole(
  pool: Pool,
  role: ServingRole,
  variable = 'DATABASE_URL',
): Promise<{ behindPooler: boolean }> {
  const client = await pool.connect().catch((error: unknown) => {
    throw new EnvError(`${variable}: ${connectionProblem(error, pool.options.connectionString ?? '')}`);
  });
  try {
    const { rows } = await client.query<{
      free: boolean;
      hasSchema: boolean;
      owns: boolean;
      serves: boolean;
      statementTimeout: string;
    }>(
      `select rolsuper or rolbypassrls as free, connection is not null as "hasSchema",
              coalesce(pg_has_role(relowner, 'usage'), false) as owns,
              coalesce((select pg_has_role(oid, 'usage') from pg_roles where rolname = $1), false) as serves,
              current_setting('statement_timeout') as "statementTimeout"
         from pg_roles, to_regclass('public.connection') as connection left join pg_class on pg_class.oid = connection
        where rolname = current_user`,
      [`countersign_${role}`],
    );
    const found = rows[0];
    if (!found?.hasSchema) {
      throw new EnvError(
        `${variable}: the database has no schema of ours yet. Bring it up to date with: npm run db:migrate`,
      );
    }
    if (found.free || found.owns) {
      throw new EnvError(
        `${variable}: row-level security does not bind this role. Give the login of countersign_${role}, as npm run db:migrate prints it`,
      );
    }
    if (isBehindPooler(client) && found.statementTimeout === '0') {
      throw new EnvError(
        `${variable}: a connection pooler stands before the database, and this login has no limits of its own. Set them with: npm run db:migrate`,
      );
    }
    if (!found.serves) {
      throw new EnvError(
        `${variable}: this role is no member of countersign_${role}. Give the login of that role, as npm run db:migrate prints it`,
      );
    }
    return { behindPooler: isBehindPooler(client) };
  } finally {
    client.release();
  }
}
