import { deriveKey } from '@countersign/runtime/secret-key';
import { Client } from 'pg';
import { type Patience, SERVING_PATIENCE, sessionRules, WORKING_PATIENCE } from '../connections/session-rules.ts';

/**
 * The group roles the migrations grant to. `control`: sign-in, consent and console, which serve every organization. `tools`:
 * the resource server, which sees one organization at a time and no credential at all. `jobs`: the worker, which is a member of
 * `tools`, knows which organizations there are, delivers their mail, and asks for what expired to go. None owns anything.
 */
export const SERVING_ROLES = ['control', 'tools', 'jobs'] as const;
export type ServingRole = (typeof SERVING_ROLES)[number];

const PATIENCE: Record<ServingRole, Patience> = {
  control: SERVING_PATIENCE,
  tools: SERVING_PATIENCE,
  jobs: WORKING_PATIENCE,
};

/** The login role of one database; roles belong to the whole cluster, which may hold several of ours. */
export function servingLogin(database: string, role: ServingRole): string {
  return `${database}_${role}_login`.slice(-63);
}

/**
 * Makes the login role of each serving role for this database, with a password derived from `secretKey`, and returns their
 * addresses. Idempotent, and of two at once the second waits; a changed secret changes the passwords. `ownerUrl` must be allowed to create roles.
 */
export async function ensureServingRoles(ownerUrl: string, secretKey: string): Promise<Record<ServingRole, string>> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // Held until the connection ends.
    await client.query("select pg_advisory_lock(hashtextextended('countersign serving roles', 0))");
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    const database = rows[0]?.name ?? '';
    const addresses = {} as Record<ServingRole, string>;
    for (const role of SERVING_ROLES) {
      const login = servingLogin(database, role);
      const password = deriveKey(secretKey, 'database-login', login).toString('base64url');
      await ensureLogin(client, login, password, `countersign_${role}`);
      await setRules(client, login, PATIENCE[role]);
      const url = new URL(ownerUrl);
      url.username = login;
      url.password = password;
      addresses[role] = url.href;
    }
    await ensureJobsServeTools(client);
    return addresses;
  } finally {
    await client.end();
  }
}

async function ensureLogin(client: Client, login: string, password: string, group: string): Promise<void> {
  const [name, secret] = [client.escapeIdentifier(login), client.escapeLiteral(password)];
  const { rows } = await client.query<{ free: boolean }>(
    'select rolsuper or rolbypassrls or rolcreaterole as free from pg_roles where rolname = $1',
    [login],
  );
  // Only a superuser may say "nosuperuser" of a role that exists, so its attributes are looked at instead.
  if (rows[0]?.free) throw new Error(`Role ${login} may pass row-level security by. Drop it; it is made anew.`);
  await client.query(`${rows[0] ? 'alter' : 'create'} role ${name} login password ${secret}`);
  await client.query(`grant ${client.escapeIdentifier(group)} to ${name}`);
}

/** For sessions behind a pooler, which gives none of its own to who connects. Sessions of our own pools set the same themselves. */
async function setRules(client: Client, login: string, patience: Patience): Promise<void> {
  const name = client.escapeIdentifier(login);
  const rules = Object.entries(sessionRules(patience)).map(
    ([rule, value]) => `alter role ${name} set ${client.escapeIdentifier(rule)} to ${client.escapeLiteral(value)}`,
  );
  await client.query(rules.join(';'));
}

/** A migration did, but roles and their memberships are the cluster's: a restored dump has none. */
async function ensureJobsServeTools(client: Client): Promise<void> {
  const { rows } = await client.query<{ serve: boolean }>(
    "select pg_has_role('countersign_jobs', 'countersign_tools', 'member') as serve",
  );
  if (!rows[0]?.serve) await client.query('grant countersign_tools to countersign_jobs');
}
