import { html } from 'ghtml';
import { alert } from './alert.ts';
import { shownClientName } from './client-name.ts';
import { field } from './field.ts';
import { layout } from './layout.ts';

export interface SignInView {
  /** Where the form posts to. */
  readonly action: string;
  readonly formToken: string;
  readonly returnTo: string | null;
  /** Set when signing in is a step on the way to connecting a client. */
  readonly clientName: string | null;
  readonly email?: string;
  readonly alertText?: string;
}

export function signInView({ action, formToken, returnTo, clientName, email = '', alertText }: SignInView): string {
  const signUp = returnTo ? `/sign-up?return_to=${encodeURIComponent(returnTo)}` : '/sign-up';
  return layout({
    title: 'Sign in',
    main: html`<h1>Sign in</h1>
!${clientName === null ? '' : html`<p class="lead">Then you decide what <bdi>${shownClientName(clientName)}</bdi> may do. Until then it gets nothing.</p>`}
!${alert(alertText)}
<form method="post" action="${action}">
  <input type="hidden" name="form_token" value="${formToken}">
  !${returnTo ? html`<input type="hidden" name="return_to" value="${returnTo}">` : ''}
  !${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', value: email })}
  !${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
  <div class="actions"><button type="submit">Sign in</button></div>
</form>
<p class="foot"><a href="/forgot-password">Forgot your password?</a></p>
<p class="foot">New here? <a href="${signUp}">Sign up</a></p>`,
  });
}
