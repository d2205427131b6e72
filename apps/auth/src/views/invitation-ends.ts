import type { InvitationOutcome } from '@countersign/contracts/invitation';
import { html } from 'ghtml';
import type { Invitation } from '../people/invitation.ts';
import type { Person } from '../people/person.ts';
import { invitationButton } from './invitation-words.ts';
import { layout } from './layout.ts';
import { messageView } from './message.ts';

/** Where there is nothing to decide: no invitation, none any more, somebody else's, or one that is answered. */

export const noInvitation = messageView({
  title: 'There is no such invitation',
  paragraphs: [
    'The link may be incomplete, or it was opened in this browser more than an hour ago.',
    'Open it again from the mail. If that does not help, ask whoever invited you to send it once more.',
  ],
});

const CLOSED: Record<InvitationOutcome, { readonly title: string; readonly text: string }> = {
  accepted: { title: 'This invitation has been accepted', text: 'It cannot be used again. Sign in to go on.' },
  declined: {
    title: 'This invitation has been declined',
    text: 'Nothing has changed for you. If that was a mistake, ask whoever invited you for a new one.',
  },
  revoked: {
    title: 'This invitation has been taken back',
    text: 'The organization no longer offers it. Ask whoever invited you if you did not expect that.',
  },
  expired: {
    title: 'This invitation has expired',
    text: 'It lasted seven days. Ask whoever invited you to send it once more; the same link then opens again.',
  },
};

export function closedInvitation(outcome: InvitationOutcome): string {
  const { title, text } = CLOSED[outcome];
  const link = outcome === 'accepted' ? { href: '/sign-in?return_to=%2Finvitation', text: 'Sign in' } : undefined;
  return messageView({ title, paragraphs: [text], ...(link && { link }) });
}

export function joinedView({
  invitation,
  consoleUrl,
}: {
  readonly invitation: Invitation;
  readonly consoleUrl: string;
}): string {
  return layout({
    title: 'You are a member',
    main: html`<h1>You are a member of <bdi>${invitation.organizationName}</bdi></h1>
<p class="lead">You can connect an AI assistant to it now. It may do what your role and the organization’s admins allow.</p>
<div class="actions"><a class="button" href="${consoleUrl}/settings/connections">Open the console</a></div>`,
  });
}

export interface OtherPersonView {
  readonly invitation: Invitation;
  readonly person: Person;
  readonly formToken: string;
}

export function otherPersonView({ invitation, person, formToken }: OtherPersonView): string {
  return layout({
    title: 'For another address',
    main: html`<h1>This invitation is for another address</h1>
<p>You are signed in as <bdi>${person.name}</bdi>, ${person.email}. This invitation to <bdi>${invitation.organizationName}</bdi> is for ${invitation.email}, and only that person can accept it.</p>
<p>If both are yours, go on as the other one. Otherwise ask for an invitation to your own address.</p>
<div class="actions">
  !${invitationButton('switch-account', formToken, 'Use another account', 'main')}
  <a class="button quiet" href="/">Stay signed in</a>
</div>`,
  });
}
