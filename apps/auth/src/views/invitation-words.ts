import { dayInWords } from '@countersign/contracts/day-in-words';
import { html } from 'ghtml';
import type { Invitation } from '../people/invitation.ts';

const ROLE_WORDS: Record<Invitation['role'], string> = {
  viewer: 'viewer: you can read, and change nothing',
  member: 'member: you work with everything but billing and the books',
  finance: 'finance: you work with everything, billing and the books included',
  admin: 'admin: you work with everything, and decide who belongs here and what assistants may do',
};

/** Who invites whom into what, before anything happens. */
export function invitationFacts({ inviter, email, role, teams, expiresAt }: Invitation): string {
  return html`<dl class="facts">
  <dt>Invited by</dt><dd>!${inviter ? html`<bdi>${inviter.name}</bdi>, ${inviter.email}` : 'an API key of the organization'}</dd>
  <dt>For</dt><dd>${email}</dd>
  <dt>As</dt><dd>${ROLE_WORDS[role]}</dd>
  !${teams.length > 0 ? html`<dt>In</dt><dd>!${teams.map((team) => html`<bdi>${team}</bdi>`).join(', ')}</dd>` : ''}
  <dt>Until</dt><dd>${dayInWords(expiresAt)}</dd>
</dl>`;
}

/** A button that posts one answer to an invitation. */
export function invitationButton(
  step: 'accept' | 'decline' | 'switch-account',
  formToken: string,
  text: string,
  style: 'main' | 'quiet',
): string {
  return html`<form method="post" action="/invitation/${step}">
  <input type="hidden" name="form_token" value="${formToken}">
  <button type="submit" class="${style}">${text}</button>
</form>`;
}
