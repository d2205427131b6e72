import type { ClientBase } from 'pg';

const pooled = new WeakSet<ClientBase>();

/** The number of the server process, as whoever accepted the connection gave it; pg's types leave it out. */
export function announcedPid(client: ClientBase): number {
  return (client as unknown as { processID: number | null }).processID ?? 0;
}

/**
 * Gives a new session its rules, in one statement, and remembers whether a pooler such as PgBouncer stands before the server: it invents the
 * process number it announces. There a session is shared, so nothing is set in it; its rules are those of the login role (`ensureServingRoles`).
 */
export async function beginSession(client: ClientBase, rules: Readonly<Record<string, string>>): Promise<void> {
  const { rowCount } = await client.query(
    'select set_config(key, value, false) from json_each_text($1) where pg_backend_pid() = $2',
    [JSON.stringify(rules), announcedPid(client)],
  );
  if (rowCount === 0) pooled.add(client);
}

/** Whether the sessions behind this connection are shared with other connections. Known of every client of `createPool`. */
export function isBehindPooler(client: ClientBase): boolean {
  return pooled.has(client);
}
