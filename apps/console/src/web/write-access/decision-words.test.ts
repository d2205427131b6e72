import type { AssistantListChangedView, SwitchesChangedView } from '@countersign/contracts/console-organization';
import { expect, it } from 'vitest';
import { decisionWords } from './decision-words.ts';

const decided = { id: 'event', at: '2026-01-01T00:00:00.000Z', by: { name: 'Ada', email: 'ada@example.test' } };

it('says which switches were turned on and which off', () => {
  const words = (moved: SwitchesChangedView['moved']) => decisionWords({ ...decided, kind: 'switches', moved });
  expect(words([{ name: 'write', on: true }])).toBe('turned on MCP write access');
  expect(
    words([
      { name: 'write', on: false },
      { name: 'billingWrite', on: false },
    ]),
  ).toBe('turned off MCP write access and MCP billing write');
});

it('says whose request was answered', () => {
  const request = { ...decided, kind: 'declined', billing: true } as const;
  expect(decisionWords({ ...request, person: { name: 'Ben', email: 'ben@example.test' } })).toBe(
    'declined the request of Ben for MCP billing write',
  );
  expect(decisionWords({ ...request, person: null })).toBe('declined a request for MCP billing write');
});

it('says who is let in, and what was put on the list of assistants or taken off it', () => {
  const words = (change: Pick<AssistantListChangedView, 'onlyListed' | 'added' | 'removed'>) =>
    decisionWords({ ...decided, kind: 'assistants', ...change });
  expect(words({ onlyListed: true, added: [], removed: [] })).toBe('let in only assistants on the list');
  expect(words({ onlyListed: false, added: [], removed: ['claude.ai'] })).toBe(
    'let in every assistant; took off the list of assistants: Claude and Claude Code (claude.ai)',
  );
  expect(words({ onlyListed: null, added: ['cursor:', 'loopback', 'assistant.example.com'], removed: [] })).toBe(
    'put on the list of assistants: Cursor (cursor:), Programs on people’s own computers, and assistant.example.com',
  );
});
