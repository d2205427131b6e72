import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createFileLinks } from './file-links.ts';

const links = createFileLinks({ key: randomBytes(32), mcpUrl: 'https://mcp.example.test' });
const maker = { kind: 'connection', id: 'connection' } as const;
const file = { organizationId: 'organization', kind: 'kind', id: 'id', maker };
const now = new Date('2026-03-02T08:00:00Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const signedOf = (url: string) => url.replace('https://mcp.example.test/files/', '');

describe('a link to a file', () => {
  it('opens exactly that file, for 15 minutes', () => {
    const { url, expiresAt } = links.linkTo(file, now);
    expect(links.open(signedOf(url), now)).toEqual(file);
    expect(links.open(signedOf(url), after(899))).toEqual(file);
    expect(links.open(signedOf(url), after(900))).toBe('expired');
    expect(expiresAt).toBe(after(900).toISOString());
  });

  it('opens nothing once any character of it is another', () => {
    const signed = signedOf(links.linkTo(file, now).url);
    for (let place = 0; place < signed.length; place += 1) {
      const other = signed[place] === 'A' ? 'B' : 'A';
      expect(links.open(signed.slice(0, place) + other + signed.slice(place + 1), now)).toBeUndefined();
    }
  });

  it('opens nothing when its parts are put together anew, or another key signed it', () => {
    const mine = signedOf(links.linkTo(file, now).url).split('.');
    const later = signedOf(links.linkTo({ ...file, id: 'other' }, after(60)).url).split('.');
    expect(links.open(`${mine[0]}.${later[1]}`, now)).toBeUndefined();
    expect(links.open(`${later[0]}.${mine[1]}`, now)).toBeUndefined();
    const others = createFileLinks({ key: randomBytes(32), mcpUrl: 'https://mcp.example.test' });
    expect(others.open(mine.join('.'), now)).toBeUndefined();
    for (const text of ['', '.', 'x', 'x.y.z', `${mine.join('.')}.`]) expect(links.open(text, now)).toBeUndefined();
  });
});
