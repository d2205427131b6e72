import { html } from 'ghtml';
import type { ExternalProvider } from '../external/external-provider.ts';
import { alert } from './alert.ts';
import { shownClientName } from './client-name.ts';
import { field } from './field.ts';
import { layout } from './layout.ts';

export interface SignInView {
  /** Where the form posts to. */
  readonly action: string;
  readonly formToken: string;
  readonly returnTo: string | null;
  /** What the browser is asked for when a passkey is used, as JSON. */
  readonly passkeyOptions: string;
  /** Other OpenID providers there is a button for. */
  readonly providers: readonly Pick<ExternalProvider, 'name' | 'label'>[];
  /** Set when signing in is a step on the way to connecting a client. */
  readonly clientName: string | null;
  /** Whether somebody who is signed in already may be asked, to prove anew who they are. */
  readonly isAgain: boolean;
  readonly email?: string;
  readonly alertText?: string;
}

export function signInView(view: SignInView): string {
  const { action, formToken, returnTo, clientName, isAgain, email = '', alertText } = view;
  const signUp = returnTo ? `/sign-up?return_to=${encodeURIComponent(returnTo)}` : '/sign-up';
  const title = isAgain ? 'Show that it is you' : 'Sign in';
  return layout({
    title,
    passkeys: true,
    main: html`<h1>${title}</h1>
!${isAgain ? html`<p class="lead">What comes next asks for a sign-in of just now, so that nobody does it at a browser you left open. Sign in once more; then it goes on.</p>` : ''}
!${clientName === null ? '' : html`<p class="lead">Then you decide what <bdi>${shownClientName(clientName)}</bdi> may do. Until then it gets nothing.</p>`}
!${alert(alertText)}
<form method="post" action="${action}"!${ownWay(view)}>
  <input type="hidden" name="form_token" value="${formToken}">
  !${returnTo ? html`<input type="hidden" name="return_to" value="${returnTo}">` : ''}
  !${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', value: email })}
  !${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
  <div class="actions"><button type="submit">Sign in</button></div>
</form>
!${passkeyForm(view)}
!${providerForms(view)}
<p class="foot"><a href="/forgot-password">Forgot your password?</a> · New here? <a href="${signUp}">Sign up</a></p>`,
  });
}

/**
 * Marks a form whose way leads to a page of ours, such as `/tools#<tool>`: the script keeps the fragment, which browsers carry over redirects and
 * drop at a form. Never on the way to a client: whoever wrote the link would choose a part of the address the client is called back at.
 */
function ownWay({ clientName }: SignInView): string {
  return clientName === null ? ' data-keeps-fragment' : '';
}

/** Hidden until the script finds that the browser knows passkeys. */
function passkeyForm(view: SignInView): string {
  const { action, formToken, returnTo, passkeyOptions } = view;
  return html`<form method="post" action="${action}/passkey"!${ownWay(view)} data-passkey="get" data-options="${passkeyOptions}" hidden>
  <input type="hidden" name="form_token" value="${formToken}">
  <input type="hidden" name="credential" value="">
  !${returnTo ? html`<input type="hidden" name="return_to" value="${returnTo}">` : ''}
  <p class="alert" role="alert" hidden data-failed="No passkey was used. Try again, or sign in with your password."></p>
  <div class="actions"><button type="submit" class="quiet">Use a passkey</button></div>
</form>`;
}

function providerForms({ providers, formToken, returnTo }: SignInView): string[] {
  return providers.map(
    ({ name, label }) => html`<form method="post" action="/sign-in/with/${name}">
  <input type="hidden" name="form_token" value="${formToken}">
  !${returnTo ? html`<input type="hidden" name="return_to" value="${returnTo}">` : ''}
  <div class="actions"><button type="submit" class="quiet">Continue with ${label}</button></div>
</form>`,
  );
}
