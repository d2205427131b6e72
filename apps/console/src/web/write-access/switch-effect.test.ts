import type { WriteAccessView } from '@countersign/contracts/console-api';
import { expect, it } from 'vitest';
import { effectOf } from './switch-effect.ts';

function view(switches: Partial<WriteAccessView['switches']>, connections = { total: 5, write: 2, billingWrite: 1 }) {
  return {
    organization: { slug: 'acme', name: 'Acme Studio' },
    switches: { access: true, write: false, billingWrite: false, ...switches },
    lastChange: null,
    connections,
    requests: [],
  } satisfies WriteAccessView;
}

it('names how many connections stop when access goes off', () => {
  expect(effectOf(view({}), { access: false })).toEqual([
    '5 connections stop at once: the very next request is refused.',
  ]);
  expect(effectOf(view({}, { total: 1, write: 0, billingWrite: 0 }), { access: false })).toEqual([
    '1 connection stops at once: the very next request is refused.',
  ]);
});

it('names what comes back with access', () => {
  expect(effectOf(view({ access: false, write: true, billingWrite: true }), { access: true })).toEqual([
    '5 connections work again at once.',
    '2 of them may write.',
    'One of them may write billing.',
  ]);
  expect(effectOf(view({ access: false }), { access: true })).toEqual(['5 connections work again at once.']);
});

it('names what billing loses when write takes it along', () => {
  expect(effectOf(view({ write: true, billingWrite: true }), { write: false })).toEqual([
    '2 connections lose writing at once.',
    '1 connection loses billing writing at once.',
  ]);
});

it('names both when one request needs both', () => {
  expect(effectOf(view({}), { write: true, billingWrite: true })).toEqual([
    '2 connections gain writing at once.',
    '1 connection gains billing writing at once.',
  ]);
});

it('says that nobody notices while access is off', () => {
  expect(effectOf(view({ access: false }), { write: true })).toEqual([
    'MCP access is off, so no connection notices until it is turned on.',
  ]);
});

it('says so when nobody is concerned', () => {
  const none = { total: 0, write: 0, billingWrite: 0 };
  expect(effectOf(view({}, none), { access: false })).toEqual(['No connection is there to notice.']);
  expect(effectOf(view({}, none), { write: true })).toEqual(['No connection gains or loses writing.']);
});

it('says nothing when nothing moves', () => {
  expect(effectOf(view({ write: true }), { write: true })).toEqual([]);
});
