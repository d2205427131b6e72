import { html } from 'ghtml';
import type { Invitation } from '../people/invitation.ts';
import type { Person } from '../people/person.ts';
import { invitationButton, invitationFacts } from './invitation-words.ts';
import { layout } from './layout.ts';

export interface InvitationView {
  readonly invitation: Invitation;
  /** The invited person; null while nobody is signed in. */
  readonly person: Person | null;
  readonly formToken: string;
}

export function invitationView({ invitation, person, formToken }: InvitationView): string {
  return layout({
    title: 'Invitation',
    main: html`<h1>Join <bdi>${invitation.organizationName}</bdi>?</h1>
<p class="lead">Nothing has happened yet. Accept only if you know who invites you.</p>
!${invitationFacts(invitation)}
<div class="actions">
  !${person ? invitationButton('accept', formToken, 'Accept', 'main') : html`<a class="button" href="${wayIn(invitation)}">${invitation.hasAccount ? 'Sign in to accept' : 'Sign up to accept'}</a>`}
  !${invitationButton('decline', formToken, 'Decline', 'quiet')}
</div>
!${person ? html`<p class="foot">You are signed in as <bdi>${person.name}</bdi>.</p>` : ''}`,
  });
}

function wayIn({ hasAccount }: Invitation): string {
  return hasAccount ? '/sign-in?return_to=%2Finvitation' : '/invitation/sign-up';
}
