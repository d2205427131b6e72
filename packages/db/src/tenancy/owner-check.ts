import { EnvError } from '@countersign/runtime/env';
import { Client } from 'pg';
import { announcedPid } from '../connections/behind-pooler.ts';
import { connectionProblem } from '../connections/connection-problem.ts';

/**
 * Throws an EnvError, one line that names DATABASE_URL and the cure, when the database cannot be reached or its role may not
 * do what migrations and operators do. Does not look whether the schema is there.
 */
export async function refuseUnfitOwner(databaseUrl: string): Promise<void> {
  const { host, pathname, username } = new URL(databaseUrl);
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{
      createsRoles: boolean;
      createsTables: boolean;
      version: number;
      pid: number;
    }>(
      `select r.rolsuper or r.rolcreaterole as "createsRoles",
              has_schema_privilege('public', 'CREATE') and has_database_privilege(current_database(), 'CREATE') as "createsTables",
              current_setting('server_version_num')::int as version, pg_backend_pid() as pid
         from pg_roles r where r.rolname = current_user`,
    );
    const role = rows[0];
    if (!role || role.version < 160000) {
      throw new EnvError(`DATABASE_URL: the server at ${host} is older than PostgreSQL 16. Use 16 or newer.`);
    }
    if (role.pid !== announcedPid(client)) {
      throw new EnvError(
        `DATABASE_URL: a connection pooler answers at ${host}. Give the address of the server itself: migrations and operators hold locks in their sessions`,
      );
    }
    if (!role.createsTables) {
      throw new EnvError(
        `DATABASE_URL: role ${username} does not own database ${pathname.slice(1)}. Give the owner's login, or run there: ALTER DATABASE "${pathname.slice(1)}" OWNER TO "${username}"`,
      );
    }
    if (!role.createsRoles) {
      throw new EnvError(
        `DATABASE_URL: role ${username} may not create the roles that serve the apps. Run there: ALTER ROLE "${username}" CREATEROLE`,
      );
    }
  } catch (error) {
    if (error instanceof EnvError) throw error;
    throw new EnvError(`DATABASE_URL: ${connectionProblem(error, databaseUrl)}`);
  } finally {
    await client.end().catch(() => {});
  }
}
