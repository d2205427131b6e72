import { deriveKey } from '@countersign/runtime/secret-key';
import { Client } from 'pg';

/**
 * The group roles the migrations grant to. `control`: sign-in, consent and console, which serve every organization. `tools`:
 * the resource server, which sees one organization at a time and no credential at all. Neither owns anything.
 */
export const SERVING_ROLES = ['control', 'tools'] as const;
export type ServingRole = (typeof SERVING_ROLES)[number];

/**
 * Makes the login role of each serving role for this database, with a password derived from `secretKey`, and returns their
 * addresses. Idempotent; a changed secret changes the passwords. `ownerUrl` must be allowed to create roles.
 */
export async function ensureServingRoles(ownerUrl: string, secretKey: string): Promise<Record<ServingRole, string>> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    const database = rows[0]?.name ?? '';
    const addresses = {} as Record<ServingRole, string>;
    for (const role of SERVING_ROLES) {
      const login = `${database}_${role}`.slice(-63);
      const password = deriveKey(secretKey, 'database-login', login).toString('base64url');
      await ensureLogin(client, login, password, `countersign_${role}`);
      const url = new URL(ownerUrl);
      url.username = login;
      url.password = password;
      addresses[role] = url.href;
    }
    return addresses;
  } finally {
    await client.end();
  }
}

async function ensureLogin(client: Client, login: string, password: string, group: string): Promise<void> {
  const [name, secret] = [client.escapeIdentifier(login), client.escapeLiteral(password)];
  const exists = await client.query('select from pg_roles where rolname = $1', [login]);
  const verb = exists.rowCount ? 'alter' : 'create';
  await client.query(`${verb} role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole password ${secret}`);
  await client.query(`grant ${client.escapeIdentifier(group)} to ${name}`);
}
