import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Invitation } from '../schemas.ts';
import { inviteMember } from './invite-member.ts';
import { revokeInvitation } from './revoke-invitation.ts';

const { callAs, database } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };

it('closes an open invitation, and the address can be invited anew', async () => {
  const { invitationId } = await callAs<Invitation>(ada, inviteMember, { email: 'kim@example.test' });
  const revoked = await callAs(ada, revokeInvitation, { invitationId });
  expect(revoked).toEqual({ invitationId, email: 'kim@example.test', revoked: true });
  const { rows } = await database.owner.query('select outcome from invitation where id = $1', [invitationId]);
  expect(rows).toEqual([{ outcome: 'revoked' }]);
  await callAs(ada, inviteMember, { email: 'kim@example.test' });
});

it('answers not_found for one that is closed, unknown, or another organization’s', async () => {
  const refused = { code: 'not_found' };
  const { invitationId } = await callAs<Invitation>(ada, inviteMember, { email: 'lee@example.test' });
  await callAs(ada, revokeInvitation, { invitationId });
  await expect(callAs(ada, revokeInvitation, { invitationId })).rejects.toMatchObject(refused);
  await expect(callAs(ada, revokeInvitation, { invitationId: newId() })).rejects.toMatchObject(refused);
  const dana = { person: 'dana', organization: 'globex' };
  const foreign = { invitationId: fixedId('invitation', 'acme', 'eve') };
  await expect(callAs(dana, revokeInvitation, foreign)).rejects.toMatchObject(refused);
});
