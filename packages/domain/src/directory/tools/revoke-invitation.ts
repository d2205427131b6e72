import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { revokeInvitation as revokeStoredInvitation } from '../invitation-store.ts';

export const revokeInvitation = defineTool({
  name: 'revoke_invitation',
  title: 'Revoke invitation',
  summary: 'Take back an invitation that has not been answered: its link opens nothing any more.',
  module: 'directory',
  effect: 'invite',
  idempotent: true,
  input: z.strictObject({ invitationId: z.uuid().describe('From invite_member.') }),
  output: z.object({ invitationId: z.uuid(), email: z.string(), revoked: z.literal(true) }),
  examples: [{ invitationId: '$invitationId' }],
})
  .allow(whoeverIsPermitted)
  .handle((ctx, { invitationId }, tx) => revokeStoredInvitation(ctx, tx, invitationId));
