import { type Area, OAUTH_SCOPES } from '@countersign/contracts/scopes';
import type { TestDatabase } from '@countersign/testing/test-database';
import { all, type ByArea, billingOff, nobody, ok, role, scope, writeOff } from './access-expectations.ts';
import { aKey, connect, MCP_URL } from './test-app.ts';

const READ = OAUTH_SCOPES.slice(0, 1);
const READ_WRITE = OAUTH_SCOPES.slice(0, 2);

export interface Row {
  readonly who: string;
  /** The credential, or nothing. */
  readonly credential: (database: TestDatabase) => Promise<string | undefined>;
  readonly read: ByArea;
  readonly write: ByArea;
  /** Where it differs from a write. */
  readonly step?: ByArea;
  readonly keyOnly: ByArea;
  /** Which of these the list shows; nothing when there is no list to get. */
  readonly lists?: (kind: string, area: Area, module: string) => boolean;
}

export const connection = (parts: Parameters<typeof connect>[1]) => async (database: TestDatabase) =>
  (await connect(database, { organization: 'initech', ...parts })).accessToken();
export const key = (parts: Partial<Parameters<typeof aKey>[1]>) => async (database: TestDatabase) =>
  (await aKey(database, { organization: 'initech', scopes: ['manage:*'], ...parts })).key;
const whatOAuthShows = (kind: string) => kind !== 'keyOnly';

/** Initech has every switch on, Acme all but billing, Globex neither writing nor billing. */
export const ROWS: readonly Row[] = [
  {
    who: 'no credential',
    credential: async () => undefined,
    read: all(nobody),
    write: all(nobody),
    keyOnly: all(nobody),
  },
  {
    who: 'an access token for another audience',
    credential: connection({ resource: `${MCP_URL}/mcp/o/initech` }),
    read: all(nobody),
    write: all(nobody),
    keyOnly: all(nobody),
  },
  {
    who: 'a revoked connection',
    credential: async (database) => {
      const revoked = await connect(database, { organization: 'initech' });
      await revoked.revoke();
      return revoked.accessToken();
    },
    read: all(nobody),
    write: all(nobody),
    keyOnly: all(nobody),
  },
  {
    who: 'a connection of somebody who is no member',
    credential: connection({ user: 'dana' }),
    read: all(nobody),
    write: all(nobody),
    keyOnly: all(nobody),
  },
  {
    who: 'a revoked API key',
    credential: async (database) => {
      const revoked = await aKey(database, { organization: 'initech', scopes: ['manage:*'] });
      await database.owner.query('delete from api_key where id = $1', [revoked.id]);
      return revoked.key;
    },
    read: all(nobody),
    write: all(nobody),
    keyOnly: all(nobody),
  },
  {
    who: 'an admin who allowed reading',
    credential: connection({ approved: READ }),
    read: all(ok),
    write: all(scope),
    keyOnly: all(role),
    lists: (kind) => kind === 'read',
  },
  {
    who: 'an admin who allowed writing',
    credential: connection({ approved: READ_WRITE }),
    read: all(ok),
    write: [ok, scope, scope],
    keyOnly: all(role),
    lists: (kind, area) => kind === 'read' || (kind !== 'keyOnly' && area === 'general'),
  },
  {
    who: 'an admin who allowed everything',
    credential: connection({}),
    read: all(ok),
    write: all(ok),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'an admin who allowed everything, with a token that the client narrowed to reading',
    credential: async (database) => (await connect(database, { organization: 'initech' })).accessToken(['mcp:read']),
    read: all(ok),
    write: all(scope),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'a finance member who allowed everything',
    credential: connection({ user: 'finn' }),
    read: all(ok),
    write: all(ok),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'an owner, billing switch off',
    credential: connection({ organization: 'acme' }),
    read: all(ok),
    write: [ok, billingOff, billingOff],
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'a member, billing switch off',
    credential: connection({ organization: 'acme', user: 'ben' }),
    read: [ok, ok, role],
    write: [ok, role, role],
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'a member narrowed to a team',
    credential: connection({ organization: 'acme', user: 'ben', team: 'Design' }),
    read: [ok, ok, role],
    write: [ok, role, role],
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'a viewer',
    credential: connection({ organization: 'acme', user: 'cleo' }),
    read: [ok, ok, role],
    write: all(role),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'an owner, write switch off',
    credential: connection({ organization: 'globex', user: 'dana' }),
    read: all(ok),
    write: all(writeOff),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'an organization key for everything',
    credential: key({}),
    read: all(ok),
    write: all(ok),
    keyOnly: all(ok),
    lists: () => true,
  },
  {
    who: 'an organization key for reading',
    credential: key({ scopes: ['read:*'] }),
    read: all(ok),
    write: all(scope),
    keyOnly: all(scope),
    lists: (kind) => kind === 'read',
  },
  {
    who: 'an organization key for writing',
    credential: key({ scopes: ['write:*'] }),
    read: all(ok),
    write: all(ok),
    step: all(scope),
    keyOnly: all(scope),
    lists: (kind) => kind === 'read' || kind === 'write',
  },
  {
    who: 'an organization key, billing switch off',
    credential: key({ organization: 'acme' }),
    read: all(ok),
    write: [ok, billingOff, billingOff],
    keyOnly: [ok, billingOff, billingOff],
    lists: () => true,
  },
  {
    who: 'an organization key, write switch off',
    credential: key({ organization: 'globex' }),
    read: all(ok),
    write: all(writeOff),
    keyOnly: all(writeOff),
    lists: () => true,
  },
  {
    who: 'a personal key of an admin',
    credential: key({ person: 'ada' }),
    read: all(ok),
    write: all(ok),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'a personal key of a viewer',
    credential: key({ organization: 'acme', person: 'cleo' }),
    read: [ok, ok, role],
    write: all(role),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
];
