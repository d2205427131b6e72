import { html } from 'ghtml';
import type { Person } from '../people/person.ts';
import { layout } from './layout.ts';

export function signOutView({ person, formToken }: { readonly person: Person; readonly formToken: string }): string {
  return layout({
    title: 'Sign out',
    main: html`<h1>Sign out?</h1>
<p class="lead">You are signed in as <bdi>${person.name}</bdi> (${person.email}). Clients you have connected stay connected.</p>
<form method="post" action="/sign-out">
  <input type="hidden" name="form_token" value="${formToken}">
  <div class="actions"><button type="submit">Sign out</button><a class="button quiet" href="/">Stay signed in</a></div>
</form>`,
  });
}
