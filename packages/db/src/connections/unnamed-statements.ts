import type { ClientBase } from 'pg';

const unnamed = new WeakSet<ClientBase>();

/** From now on this connection keeps no statement prepared: behind a pooler the next one may reach a session that never heard of it. */
export function leaveUnnamed(client: ClientBase): void {
  unnamed.add(client);
}

export function isLeftUnnamed(client: ClientBase): boolean {
  return unnamed.has(client);
}
