import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import type { RequestContext } from '@countersign/contracts/request-context';
import { type Area, missingSignature, ROLES } from '@countersign/contracts/scopes';
import { z } from 'zod';
import { profileId } from '../profile-id.ts';

const Writing = z.object({
  allowed: z.boolean(),
  missing: z
    .string()
    .nullable()
    .describe(
      'The first signature that is missing: grant, token, role, access_switch, client_list, write_switch or billing_switch.',
    ),
});

export const whoami = defineTool({
  name: 'whoami',
  title: 'Who am I',
  summary:
    'Who this connection or API key acts for: person, organization, team, role, and what it may do now. Use it before a first write.',
  module: 'account',
  effect: 'read',
  input: z.strictObject({}),
  output: z.object({
    id: z.string().describe('Opaque; stays the same for this person, organization and team.'),
    name: z.string(),
    email: z.string().optional(),
    nickname: z.string().describe('Organization and team.'),
    userId: z.uuid().nullable().describe('What assignee and lead ids mean; null for an organization’s API key.'),
    organization: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
    team: z.object({ id: z.uuid(), name: z.string() }).nullable().describe('Null for the whole organization.'),
    role: z.enum(ROLES).nullable(),
    credential: z.enum(['connection', 'personal_key', 'organization_key']),
    client: z.string().nullable().describe('The assistant, or the name of the API key.'),
    grantedScopes: z.array(z.string()),
    effectiveScopes: z.array(z.string()),
    switches: z.object({ access: z.boolean(), write: z.boolean(), billingWrite: z.boolean() }),
    writing: Writing,
    billingWriting: Writing,
    manageUrl: z.url().describe('Where people see and end this connection or API key.'),
    writeAccessUrl: z.url().describe('Where an admin turns writing on.'),
  }),
  examples: [{}],
  meta: { 'openai/profile': true },
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx) => ({
    id: profileId(ctx),
    name: ctx.user?.name ?? ctx.organization.name,
    ...(ctx.user ? { email: ctx.user.email } : {}),
    nickname: ctx.team ? `${ctx.organization.name}, ${ctx.team.name}` : ctx.organization.name,
    userId: ctx.user?.id ?? null,
    organization: ctx.organization,
    team: ctx.team,
    role: ctx.role,
    credential: ctx.apiKey ? (`${ctx.apiKey.kind}_key` as const) : ('connection' as const),
    client: ctx.connection?.clientName ?? ctx.apiKey?.name ?? null,
    grantedScopes: [...ctx.authority.granted.scopes],
    effectiveScopes: [...ctx.effectiveScopes],
    switches: ctx.authority.switches,
    writing: writingIn(ctx, 'general', 'projects'),
    billingWriting: writingIn(ctx, 'billing', 'billing'),
    manageUrl: ctx.links.manage,
    writeAccessUrl: ctx.links.writeAccess,
  }));

/** Whether a typical write of an area would pass, and what stands in its way. */
function writingIn({ authority }: RequestContext, area: Area, module: string) {
  const missing = missingSignature(authority, { tier: 'write', area, module, keyOnly: false }) ?? null;
  return { allowed: missing === null, missing };
}
