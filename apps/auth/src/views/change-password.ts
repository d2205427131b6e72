import { html } from 'ghtml';
import type { Person } from '../people/person.ts';
import { alert } from './alert.ts';
import { field } from './field.ts';
import { layout } from './layout.ts';
import { newPasswordField } from './new-password-field.ts';

export interface ChangePasswordView {
  readonly person: Person;
  readonly formToken: string;
  readonly consoleUrl: string;
  readonly problems?: { readonly current?: string | undefined; readonly password?: string | undefined };
  readonly alertText?: string;
}

export function changePasswordView({ person, formToken, consoleUrl, problems = {}, alertText }: ChangePasswordView) {
  return layout({
    title: 'Change password',
    main: html`<h1>Change your password</h1>
<p class="lead">You are <bdi>${person.name}</bdi> (${person.email}). Every other browser is signed out. Assistants you connected stay connected.</p>
!${alert(alertText)}
<form method="post" action="/account/password">
  <input type="hidden" name="form_token" value="${formToken}">
  !${field({ name: 'current', label: 'Current password', type: 'password', autocomplete: 'current-password', problem: problems.current })}
  !${newPasswordField('New password', problems.password)}
  <div class="actions"><button type="submit">Change password</button><a class="button quiet" href="${consoleUrl}/settings/sign-ins">Back to my sign-ins</a></div>
</form>
<p class="foot">You do not know the current one? <a href="/forgot-password">Set a new password by mail</a></p>`,
  });
}
