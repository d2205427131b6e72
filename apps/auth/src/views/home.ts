import { html } from 'ghtml';
import type { Person } from '../people/person.ts';
import { layout } from './layout.ts';

export function homeView({
  person,
  consoleUrl,
}: {
  readonly person: Person | null;
  readonly consoleUrl: string;
}): string {
  if (!person) {
    return layout({
      title: 'Welcome',
      main: html`<h1>Two signatures for every change</h1>
<p class="lead">Connect an AI assistant to your organization. It changes something only when you and an admin have both agreed.</p>
<div class="actions"><a class="button" href="/sign-in">Sign in</a><a class="button quiet" href="/sign-up">Sign up</a></div>`,
    });
  }
  return layout({
    title: 'Signed in',
    main: html`<h1>You are signed in</h1>
<p class="lead"><bdi>${person.name}</bdi><br>${person.email}</p>
<div class="actions"><a class="button" href="${consoleUrl}">Open the console</a><a class="button quiet" href="/sign-out">Sign out</a></div>
<p class="foot"><a href="/account/password">Change your password</a> · <a href="/account/passkeys">Passkeys</a></p>`,
  });
}
