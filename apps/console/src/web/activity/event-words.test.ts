import type { ActivityEvent } from '@countersign/contracts/console-connections';
import { expect, it } from 'vitest';
import { eventInWords } from './event-words.ts';

const words = (event: Partial<ActivityEvent>) =>
  eventInWords({ tool: null, outcome: 'ok', details: {}, ...event } as ActivityEvent);

it('names the tool of a call', () => {
  expect(words({ action: 'tool.called', tool: 'create_task' })).toBe('create_task');
});

it('says who ended a connection', () => {
  expect(words({ action: 'connection.revoked', details: { reason: 'admin' } })).toBe('An admin revoked the connection');
  expect(words({ action: 'connection.revoked', details: {} })).toBe('Connection revoked');
});

it('says how an API key began and ended', () => {
  expect(words({ action: 'api_key.created' })).toBe('API key made');
  expect(words({ action: 'api_key.revoked', details: { reason: 'admin' } })).toBe('An admin revoked the API key');
  expect(words({ action: 'api_key.revoked', details: { reason: 'owner' } })).toBe('API key revoked');
});

it('says what an edit gave and took', () => {
  const edit = (before: object, after: object) => words({ action: 'connection.changed', details: { before, after } });
  expect(edit({ approved: ['mcp:read'] }, { approved: ['mcp:read', 'mcp:write', 'mcp:write:billing'] })).toBe(
    'You allowed writing, billing changes',
  );
  expect(
    edit(
      { approved: ['mcp:read', 'mcp:write'], team: null, name: null },
      { approved: ['mcp:read'], team: 'Design', name: 'Laptop' },
    ),
  ).toBe('You took away writing, narrowed it to team Design, named it “Laptop”');
  expect(edit({ team: 'Design', name: 'Laptop' }, { team: null, name: null })).toBe(
    'You opened it to all teams, took its name back',
  );
});

it('never fails over what a log may hold', () => {
  expect(words({ action: 'connection.changed' })).toBe('You edited the connection');
  expect(words({ action: 'consent.refused' })).toBe('consent.refused');
});
