import { html } from 'ghtml';
import { layout } from './layout.ts';
import { newPasswordField } from './new-password-field.ts';

export interface ResetPasswordView {
  readonly formToken: string;
  readonly secret: string;
  readonly problem?: string | undefined;
}

export function resetPasswordView({ formToken, secret, problem }: ResetPasswordView): string {
  return layout({
    title: 'Set a new password',
    main: html`<h1>Set a new password</h1>
<p class="lead">Every browser is signed out then. Assistants you connected stay connected; you can end them in the console.</p>
<form method="post" action="/reset-password">
  <input type="hidden" name="form_token" value="${formToken}">
  <input type="hidden" name="secret" value="${secret}">
  !${newPasswordField('New password', problem)}
  <div class="actions"><button type="submit">Set password</button></div>
</form>`,
  });
}
