import { defineTool } from '@countersign/contracts/define-tool';
import { notFound } from '@countersign/contracts/errors';
import { KEY_INVITABLE_ROLES } from '@countersign/contracts/invitation';
import { z } from 'zod';
import { Email } from '../email.ts';
import { inviteMember as inviteStoredMember } from '../invitation-store.ts';
import { Invitation } from '../schemas.ts';

export const inviteMember = defineTool({
  name: 'invite_member',
  title: 'Invite member',
  summary:
    'Ask a person into the organization by e-mail. They decide within 7 days; admins and owners are made in the console.',
  module: 'directory',
  effect: 'invite',
  reachesOutside: true,
  input: z.strictObject({
    email: Email.describe('Where the invitation goes; only a person with this address can accept it.'),
    role: z.enum(KEY_INVITABLE_ROLES).default('member'),
    teamIds: z.array(z.uuid()).max(50).default([]).describe('Teams to join on acceptance; from list_teams.'),
  }),
  output: Invitation,
  examples: [
    { email: 'aino.lehto@example.com' },
    { email: 'jonas.berg@example.com', role: 'viewer', teamIds: ['$teamId'] },
  ],
})
  .allow((ctx, { teamIds }) => {
    if (ctx.team && teamIds.some((id) => id !== ctx.team?.id)) throw notFound('team');
  })
  .handle((ctx, input, tx) => inviteStoredMember(ctx, tx, input));
