import { html } from 'ghtml';
import { alert } from './alert.ts';
import { field } from './field.ts';
import { layout } from './layout.ts';

export interface ForgotPasswordView {
  readonly formToken: string;
  readonly email?: string;
  readonly alertText?: string;
}

export function forgotPasswordView({ formToken, email = '', alertText }: ForgotPasswordView): string {
  return layout({
    title: 'Forgot your password?',
    main: html`<h1>Forgot your password?</h1>
<p class="lead">We mail you a link with which you set a new one.</p>
!${alert(alertText)}
<form method="post" action="/forgot-password">
  <input type="hidden" name="form_token" value="${formToken}">
  !${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', value: email, lengthMax: 254 })}
  <div class="actions"><button type="submit">Mail me a link</button></div>
</form>
<p class="foot">It came back to you? <a href="/sign-in">Sign in</a></p>`,
  });
}
