import { throughGate } from '@countersign/access/gate/gate';
import type { ConsoleError } from '@countersign/contracts/console-api';
import type { MembersView } from '@countersign/contracts/console-members';
import type { Role } from '@countersign/contracts/scopes';
import { fixedId } from '@countersign/runtime/ids';
import { afterEach, beforeEach } from 'vitest';
import { atTheGate, startConsole } from './console-under-test.ts';

export const ACME = '/api/orgs/acme';
export const id = (person: string) => fixedId('user', person);
export const team = (name: string) => fixedId('team', 'acme', name);

/** A console for each test of the calling file, and the members of Acme Studio as its people see and change them. */
export function useMembers() {
  let console_: Awaited<ReturnType<typeof startConsole>>;
  beforeEach(async () => {
    console_ = await startConsole();
  });
  afterEach(() => console_.close());

  const change = async (person: string, path: string, body: object = {}, method: 'POST' | 'PATCH' = 'POST') => {
    const answer = await (await console_.as(person)).send(method, `${ACME}/${path}`, body);
    const { error } = answer.json<Partial<ConsoleError>>();
    return { status: answer.statusCode, code: error?.code, view: answer.json<MembersView>() };
  };
  return {
    database: () => console_.database,
    as: (person: string) => console_.as(person),
    view: async (person = 'ada') => (await (await console_.as(person)).get(`${ACME}/members`)).json<MembersView>(),
    change,
    giveRole: (person: string, to: string, role: Role) => change(person, `members/${id(to)}`, { role }, 'PATCH'),
    /** Past every rule, as a test needs it. */
    setRole: async (person: string, role: Role) => {
      await console_.database.owner.query(
        'insert into membership (organization_id, user_id, role) values ($1, $2, $3) on conflict (organization_id, user_id) do update set role = $3',
        [fixedId('organization', 'acme'), id(person), role],
      );
    },
    roles: async (): Promise<Record<string, string>> => {
      const { rows } = await console_.database.owner.query<{ name: string; role: string }>(
        `select lower(name) as name, role from membership join "user" on id = user_id where organization_id = $1`,
        [fixedId('organization', 'acme')],
      );
      return Object.fromEntries(rows.map(({ name, role }) => [name, role]));
    },
    opens: (connectionId: string) =>
      throughGate(console_.database.tools, atTheGate(connectionId), { forWrite: false }, async () => true).catch(
        () => false,
      ),
  };
}
