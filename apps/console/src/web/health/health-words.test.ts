import type { WithheldBy } from '@countersign/contracts/console-api';
import type { ConnectorHealthView, OrganizationPolicyView } from '@countersign/contracts/console-connect';
import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { expect, it } from 'vitest';
import { healthWords } from './health-words.ts';

function organization(name: string, ...withheld: (WithheldBy | null)[]): OrganizationPolicyView {
  return {
    slug: name.toLowerCase(),
    name,
    onlyListed: false,
    scopes: OAUTH_SCOPES.map((scope, index) => ({ scope, withheldBy: withheld[index] ?? null })),
  };
}

function words(...organizations: OrganizationPolicyView[]) {
  const view: ConnectorHealthView = { url: 'https://mcp.example.com/mcp', checkedAt: '', failure: null, organizations };
  const { headline, more } = healthWords(view);
  return more === 'Tried as an assistant would.' ? headline : `${headline}. ${more}`;
}

const open = organization('Initech');
const readOnly = organization('Globex', null, 'write_switch', 'write_switch');
const off = organization('Hooli', 'access_switch', 'access_switch', 'access_switch');

it('says where only listed assistants may connect', () => {
  expect(words({ ...readOnly, onlyListed: true })).toBe('Reachable, listed assistants only, read-only by your admin');
  expect(words({ ...off, onlyListed: true })).toBe('Reachable, MCP access is off');
  expect(words(open, { ...readOnly, onlyListed: true })).toBe(
    'Reachable. Listed assistants only, read-only by your admin in Globex.',
  );
});

it('says what the one organization allows', () => {
  expect(words(open)).toBe('Reachable, read, write and billing write');
  expect(words(organization('Acme', null, null, 'billing_switch'))).toBe('Reachable, read and write');
  expect(words(readOnly)).toBe('Reachable, read-only by your admin');
  expect(words(organization('Acme', null, 'role', 'role'))).toBe('Reachable, read-only for your role');
  expect(words(off)).toBe('Reachable, MCP access is off');
});

it('names the organizations that allow less than others', () => {
  expect(words(open, readOnly, off)).toBe('Reachable. Read-only by your admin in Globex. MCP access is off in Hooli.');
  expect(words(open, organization('Acme', null, null, 'role'))).toBe('Reachable');
});

it('says it once when they all allow the same', () => {
  expect(words(readOnly, { ...readOnly, name: 'Acme' })).toBe('Reachable, read-only by your admin');
});

it('says nothing of policy without organizations, and what to do instead when the chain is broken', () => {
  expect(words()).toBe('Reachable');
  const failure = { step: 'challenge', problem: 'It is broken', cure: 'Mend it.', detail: '' } as const;
  expect(healthWords({ url: '', checkedAt: '', failure, organizations: [open] })).toEqual({
    headline: 'It is broken',
    more: 'Mend it.',
  });
});
