import { describe, expect, it } from 'vitest';
import type { Interaction } from '../interactions/interactions.ts';
import type { Invitation } from '../people/invitation.ts';
import type { MemberOrganization } from '../people/member-organization.ts';
import { changePasswordView } from './change-password.ts';
import { shownClientName } from './client-name.ts';
import { consentView } from './consent.ts';
import { deadEndView } from './dead-end.ts';
import { forgotPasswordView } from './forgot-password.ts';
import { homeView } from './home.ts';
import { invitationView } from './invitation.ts';
import { joinedView, otherPersonView } from './invitation-ends.ts';
import { invitedSignUpView } from './invited-sign-up.ts';
import { messageView } from './message.ts';
import { renderOAuthError } from './oauth-error.ts';
import { passkeysView } from './passkeys.ts';
import { refusalView } from './refusal.ts';
import type { RefusedFor } from './refusal-words.ts';
import { resetPasswordView } from './reset-password.ts';
import { signInView } from './sign-in.ts';
import { signOutView } from './sign-out.ts';
import { signUpView } from './sign-up.ts';

/** Breaks out of text and of any attribute, if something is not escaped. */
const HOSTILE = `"'><img src=x onerror=alert(1)>`;

const person = { id: HOSTILE, name: HOSTILE, email: HOSTILE };
const organization: MemberOrganization = {
  id: HOSTILE,
  slug: HOSTILE,
  name: HOSTILE,
  role: 'member',
  switches: { access: true, write: true, billingWrite: false },
  clientListed: true,
  teams: [{ id: HOSTILE, name: HOSTILE }],
};
const closed: MemberOrganization = { ...organization, switches: { access: false, write: false, billingWrite: false } };
const unlisted: MemberOrganization = { ...organization, clientListed: false };
const interaction: Interaction = {
  uid: HOSTILE,
  prompt: 'consent',
  userId: HOSTILE,
  client: { id: HOSTILE, name: HOSTILE, verifiedHost: HOSTILE, firstParty: false },
  redirectUri: 'https://client.example/',
  redirectHost: HOSTILE,
  redirectsToLoopback: false,
  requested: [],
  resource: HOSTILE,
  organizationSlug: HOSTILE,
  readOnly: false,
  proofAfter: null,
};
const invitation: Invitation = {
  organizationId: HOSTILE,
  id: HOSTILE,
  email: HOSTILE,
  role: 'member',
  organizationName: HOSTILE,
  teams: [HOSTILE],
  inviter: { name: HOSTILE, email: HOSTILE },
  expiresAt: '2026-01-01T00:00:00.000Z',
  outcome: null,
  hasAccount: false,
};
const step = { uid: HOSTILE, formToken: HOSTILE };

const refusal = (missing: RefusedFor, asked: boolean) =>
  refusalView({
    missing,
    organization,
    teamId: HOSTILE,
    billing: true,
    writeWouldDo: true,
    deciders: [{ name: HOSTILE, role: HOSTILE }],
    asked,
    person,
    clientName: HOSTILE,
    step,
    consoleUrl: HOSTILE,
  });

describe('data is text, never markup', () => {
  it.each<[string, () => string]>([
    [
      'consent',
      () =>
        consentView({
          interaction,
          person,
          organizations: [organization, closed, unlisted],
          choices: { organizationSlug: HOSTILE, teamId: HOSTILE },
          formToken: HOSTILE,
          consoleUrl: HOSTILE,
          alertText: HOSTILE,
        }),
    ],
    ['refusal for a role', () => refusal('role', false)],
    ['refusal for a switch', () => refusal('write_switch', true)],
    [
      'dead end',
      () =>
        deadEndView({
          title: HOSTILE,
          paragraphs: [HOSTILE],
          person,
          step,
          clientName: HOSTILE,
          back: { [HOSTILE]: HOSTILE },
        }),
    ],
    [
      'sign-in',
      () =>
        signInView({
          action: HOSTILE,
          formToken: HOSTILE,
          returnTo: HOSTILE,
          passkeyOptions: HOSTILE,
          providers: [{ name: HOSTILE, label: HOSTILE }],
          clientName: HOSTILE,
          isAgain: true,
          email: HOSTILE,
          alertText: HOSTILE,
        }),
    ],
    [
      'passkeys',
      () =>
        passkeysView({
          person,
          passkeys: [{ id: HOSTILE, name: HOSTILE, backedUp: false, createdAt: '2026-11-25', lastUsedAt: null }],
          formToken: HOSTILE,
          options: HOSTILE,
          consoleUrl: HOSTILE,
          name: HOSTILE,
          nameProblem: HOSTILE,
          alertText: HOSTILE,
          done: HOSTILE,
        }),
    ],
    [
      'change password',
      () =>
        changePasswordView({
          person,
          formToken: HOSTILE,
          consoleUrl: HOSTILE,
          problems: { current: HOSTILE, password: HOSTILE },
          alertText: HOSTILE,
        }),
    ],
    ['forgot password', () => forgotPasswordView({ formToken: HOSTILE, email: HOSTILE, alertText: HOSTILE })],
    ['reset password', () => resetPasswordView({ formToken: HOSTILE, secret: HOSTILE, problem: HOSTILE })],
    [
      'sign-up',
      () =>
        signUpView({
          formToken: HOSTILE,
          returnTo: HOSTILE,
          values: { name: HOSTILE },
          problems: { name: HOSTILE },
          alertText: HOSTILE,
        }),
    ],
    ['sign-out', () => signOutView({ person, formToken: HOSTILE })],
    ['home', () => homeView({ person, consoleUrl: HOSTILE })],
    [
      'message',
      () =>
        messageView({
          title: HOSTILE,
          paragraphs: [HOSTILE],
          reference: HOSTILE,
          link: { href: HOSTILE, text: HOSTILE },
        }),
    ],
    ['invitation', () => invitationView({ invitation, person, formToken: HOSTILE })],
    ['invitation for another', () => otherPersonView({ invitation, person, formToken: HOSTILE })],
    ['new member', () => joinedView({ invitation, consoleUrl: HOSTILE })],
    [
      'invited sign-up',
      () =>
        invitedSignUpView({
          invitation,
          formToken: HOSTILE,
          name: HOSTILE,
          problems: { name: HOSTILE, password: HOSTILE },
          alertText: HOSTILE,
        }),
    ],
    ['OAuth error', () => renderOAuthError({ error: HOSTILE, description: HOSTILE })],
  ])('in the %s page', (_, render) => {
    const page = render();
    expect(page).not.toContain('<img');
    expect(page).toContain('&#34;&#39;&#62;&#60;img src&#61;x');
  });
});

describe('a client’s name', () => {
  it('keeps no character that hides or turns text around', () => {
    expect(shownClientName('Safe\u202Egnp.exe\u0000\u200b\n\nname')).toBe('Safe gnp.exe name');
  });
  it('does not grow into a paragraph', () => {
    expect(shownClientName('word '.repeat(100))).toHaveLength(61);
  });
  it('is said to be missing when it is', () => {
    expect(shownClientName(' \u200b ')).toBe('A client without a name');
  });
});
