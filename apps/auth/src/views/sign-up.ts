import { html } from 'ghtml';
import { alert } from './alert.ts';
import { field } from './field.ts';
import { layout } from './layout.ts';
import { newPasswordField } from './new-password-field.ts';

export type SignUpField = 'name' | 'email' | 'password' | 'organization';

export interface SignUpView {
  readonly formToken: string;
  readonly returnTo: string | null;
  readonly values?: Partial<Record<SignUpField, string>>;
  readonly problems?: Partial<Record<SignUpField, string>>;
  readonly alertText?: string;
}

export function signUpView({ formToken, returnTo, values = {}, problems = {}, alertText }: SignUpView): string {
  const signIn = returnTo ? `/sign-in?return_to=${encodeURIComponent(returnTo)}` : '/sign-in';
  return layout({
    title: 'Sign up',
    main: html`<h1>Sign up</h1>
<p class="lead">You get an account and an organization of your own. No connected client can change anything in it until you turn that on.</p>
!${alert(alertText ?? (Object.keys(problems).length > 0 ? 'Something is not right yet. See below.' : undefined))}
<form method="post" action="/sign-up">
  <input type="hidden" name="form_token" value="${formToken}">
  !${returnTo ? html`<input type="hidden" name="return_to" value="${returnTo}">` : ''}
  !${field({ name: 'name', label: 'Your name', type: 'text', autocomplete: 'name', value: values.name ?? '', problem: problems.name, lengthMax: 100 })}
  !${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', value: values.email ?? '', problem: problems.email, lengthMax: 254 })}
  !${newPasswordField('Password', problems.password)}
  !${field({ name: 'organization', label: 'Organization name', type: 'text', autocomplete: 'organization', value: values.organization ?? '', problem: problems.organization, lengthMax: 100 })}
  <div class="actions"><button type="submit">Sign up</button></div>
</form>
<p class="foot">Already have an account? <a href="${signIn}">Sign in</a></p>`,
  });
}
