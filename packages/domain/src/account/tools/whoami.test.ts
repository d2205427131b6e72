import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import { whoami } from './whoami.ts';

const { callAs } = useDemoCaller();

interface Answer extends Record<string, unknown> {
  id: string;
}
const who = (caller: Parameters<CallAs>[0]) => callAs<Answer>(caller, whoami, {});

it('names person, organization, team, role and scopes, and where to manage the connection', async () => {
  expect(await who({ person: 'ben', organization: 'acme', team: 'Design' })).toMatchObject({
    name: 'Ben',
    email: 'ben@example.test',
    nickname: 'Acme Studio, Design',
    organization: { slug: 'acme', name: 'Acme Studio' },
    team: { name: 'Design' },
    role: 'member',
    effectiveScopes: ['mcp:read', 'mcp:write'],
    switches: { access: true, write: true, billingWrite: false },
    writing: { allowed: true, missing: null },
    billingWriting: { allowed: false, missing: 'role' },
    manageUrl: 'http://localhost:4002/settings/connections',
  });
});

it('says which signature writing lacks', async () => {
  expect(await who({ person: 'ada', organization: 'globex' })).toMatchObject({
    writing: { allowed: false, missing: 'write_switch' },
  });
  expect(await who({ person: 'cleo', organization: 'acme' })).toMatchObject({
    writing: { allowed: false, missing: 'role' },
  });
  expect(await who({ person: 'ada', organization: 'acme' })).toMatchObject({
    billingWriting: { allowed: false, missing: 'billing_switch' },
  });
});

it('serves hosts as the profile tool: no input, one id for each person, organization and team', async () => {
  expect(whoami.meta).toEqual({ 'openai/profile': true });
  expect(whoami.annotations.readOnlyHint).toBe(true);
  const callers = [
    { person: 'ada', organization: 'acme' },
    { person: 'ada', organization: 'acme', team: 'Design' },
    { person: 'ada', organization: 'globex' },
    { person: 'ben', organization: 'acme' },
  ];
  const ids = await Promise.all(callers.map(async (caller) => (await who(caller)).id));
  expect(new Set(ids).size).toBe(4);
  expect(await Promise.all(callers.map(async (caller) => (await who(caller)).id))).toEqual(ids);
});
