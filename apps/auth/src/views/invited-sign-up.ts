import { html } from 'ghtml';
import type { Invitation } from '../people/invitation.ts';
import { alert } from './alert.ts';
import { field } from './field.ts';
import { layout } from './layout.ts';
import { newPasswordField } from './new-password-field.ts';

export interface InvitedSignUpView {
  readonly invitation: Invitation;
  readonly formToken: string;
  readonly name?: string;
  readonly problems?: { readonly name?: string | undefined; readonly password?: string | undefined };
  readonly alertText?: string;
}

export function invitedSignUpView({
  invitation,
  formToken,
  name = '',
  problems = {},
  alertText,
}: InvitedSignUpView): string {
  const isWrong = problems.name !== undefined || problems.password !== undefined;
  return layout({
    title: 'Sign up',
    main: html`<h1>Sign up</h1>
<p class="lead">You get an account for ${invitation.email}. Then you see the invitation to <bdi>${invitation.organizationName}</bdi> again and decide.</p>
!${alert(alertText ?? (isWrong ? 'Something is not right yet. See below.' : undefined))}
<form method="post" action="/invitation/sign-up">
  <input type="hidden" name="form_token" value="${formToken}">
  <input type="hidden" name="username" autocomplete="username" value="${invitation.email}">
  !${field({ name: 'name', label: 'Your name', type: 'text', autocomplete: 'name', value: name, problem: problems.name, lengthMax: 100 })}
  !${newPasswordField('Password', problems.password)}
  <div class="actions"><button type="submit">Sign up</button><a class="button quiet" href="/invitation">Back</a></div>
</form>`,
  });
}
