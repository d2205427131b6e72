import { html } from 'ghtml';
import { layout } from './layout.ts';

interface PasswordChanged {
  /** Whether this browser is still signed in. */
  readonly signedIn: boolean;
  readonly consoleUrl: string;
}

/** What ended with the password before, and what did not. */
export function passwordChangedView({ signedIn, consoleUrl }: PasswordChanged): string {
  return layout({
    title: 'Password changed',
    main: html`<h1>Your password is changed</h1>
<p class="lead">${signedIn ? 'Every other browser is signed out.' : 'Every browser is signed out.'} We told you so by mail.</p>
<p>Assistants you connected stay connected, because they never knew your password. <a href="${consoleUrl}/settings/connections">Look at your connections</a> and end those you do not know.</p>
<div class="actions">!${
      signedIn
        ? html`<a class="button" href="${consoleUrl}/settings/sign-ins">Back to my sign-ins</a>`
        : html`<a class="button" href="/sign-in">Sign in</a>`
    }</div>`,
  });
}
