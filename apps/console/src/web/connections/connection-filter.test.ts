import type { ConnectionView } from '@countersign/contracts/console-api';
import { expect, it } from 'vitest';
import { applyConnectionFilter, readConnectionFilter, writeConnectionFilter } from './connection-filter.ts';

function connection(name: string, rest: Partial<ConnectionView> = {}): ConnectionView {
  return {
    id: name,
    state: 'active',
    client: { name, verifiedHost: null, redirectHost: 'localhost' },
    organization: { slug: 'acme', name: 'Acme Studio' },
    team: null,
    readOnly: false,
    scopes: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    lastUsedAt: null,
    expiresAt: '2027-01-01T00:00:00.000Z',
    revoked: null,
    ...rest,
  };
}

const names = (connections: readonly ConnectionView[]) => connections.map(({ id }) => id);

it('finds every word in the client, its host, the organization or the team, in any case', () => {
  const all = [
    connection('Claude', { client: { name: 'Claude', verifiedHost: 'claude.ai', redirectHost: 'claude.ai' } }),
    connection('Cursor', { team: 'Design' }),
    connection('Other', { organization: { slug: 'globex', name: 'Globex' } }),
  ];
  const found = (text: string) => names(applyConnectionFilter(all, { text, sort: 'added' }));
  expect(found('')).toEqual(['Claude', 'Cursor', 'Other']);
  expect(found('CLAUDE.ai')).toEqual(['Claude']);
  expect(found(' acme  design ')).toEqual(['Cursor']);
  expect(found('globex')).toEqual(['Other']);
  expect(found('claude globex')).toEqual([]);
});

it('orders by the newest, by the last used with the unused at the end, and by what expires first', () => {
  const all = [
    connection('a', { createdAt: '2026-02-01T00:00:00.000Z', expiresAt: '2027-03-01T00:00:00.000Z' }),
    connection('b', { createdAt: '2026-03-01T00:00:00.000Z', lastUsedAt: '2026-03-02T00:00:00.000Z' }),
    connection('c', { createdAt: '2026-01-01T00:00:00.000Z', lastUsedAt: '2026-03-03T00:00:00.000Z' }),
  ];
  const ordered = (sort: 'added' | 'used' | 'expires') => names(applyConnectionFilter(all, { text: '', sort }));
  expect(ordered('added')).toEqual(['b', 'a', 'c']);
  expect(ordered('used')).toEqual(['c', 'b', 'a']);
  expect(ordered('expires')).toEqual(['b', 'c', 'a']);
});

it('comes back from the address it was written into, and leaves the rest of the address alone', () => {
  const filter = { text: 'a & b', state: 'ended', sort: 'expires' } as const;
  const written = writeConnectionFilter(new URLSearchParams('activity=1'), filter);
  expect(readConnectionFilter(new URLSearchParams(written.toString()))).toEqual(filter);
  expect(written.get('activity')).toBe('1');
});

it('is absent from the address while it is as usual, and an address that says nonsense says nothing', () => {
  const usual = { text: '', state: 'all', sort: 'added' } as const;
  expect(writeConnectionFilter(new URLSearchParams('q=x&state=ended&sort=used'), usual).toString()).toBe('');
  expect(readConnectionFilter(new URLSearchParams('state=no&sort=no'))).toEqual(usual);
});
