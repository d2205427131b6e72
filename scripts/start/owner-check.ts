import { Client } from 'pg';
import { StartRefused } from './start-refused.ts';

const CURE = 'Correct the address, or leave it unset to use the embedded PostgreSQL.';

/**
 * Throws StartRefused, one line that names DATABASE_URL and the cure, when the database cannot be reached or its role may not
 * do what migrations need. The address is shown without its password.
 */
export async function refuseUnfitDatabase(databaseUrl: string): Promise<void> {
  const { host, pathname, username } = new URL(databaseUrl);
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ createsRoles: boolean; createsTables: boolean; version: number }>(
      `select r.rolsuper or r.rolcreaterole as "createsRoles",
              has_schema_privilege('public', 'CREATE') and has_database_privilege(current_database(), 'CREATE') as "createsTables",
              current_setting('server_version_num')::int as version
         from pg_roles r where r.rolname = current_user`,
    );
    const role = rows[0];
    if (!role || role.version < 160000) {
      throw new StartRefused(`DATABASE_URL: the server at ${host} is older than PostgreSQL 16. Use 16 or newer.`);
    }
    if (!role.createsTables) {
      throw new StartRefused(
        `DATABASE_URL: role ${username} does not own database ${pathname.slice(1)}. Run there: ALTER DATABASE "${pathname.slice(1)}" OWNER TO "${username}"`,
      );
    }
    if (!role.createsRoles) {
      throw new StartRefused(
        `DATABASE_URL: role ${username} may not create the roles that serve the apps. Run there: ALTER ROLE "${username}" CREATEROLE`,
      );
    }
  } catch (error) {
    throw error instanceof StartRefused ? error : new StartRefused(`DATABASE_URL: ${reason(error, databaseUrl)}`);
  } finally {
    await client.end().catch(() => {});
  }
}

function reason(error: unknown, databaseUrl: string): string {
  const { host, pathname, username } = new URL(databaseUrl);
  const { code, message } = error as { code?: string; message?: string };
  switch (code) {
    case 'ECONNREFUSED':
      return `no PostgreSQL answers at ${host}. Start it there, or correct the address. Unset, the embedded PostgreSQL is used.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host of ${host} is not known. ${CURE}`;
    case '28P01':
    case '28000':
      return `the server at ${host} refuses role ${username} with this password. ${CURE}`;
    case '3D000':
      return `the server at ${host} has no database ${pathname.slice(1)}. Make it with: createdb ${pathname.slice(1)}`;
    default:
      return `the database at ${host} cannot be used (${message || code}). ${CURE}`;
  }
}
