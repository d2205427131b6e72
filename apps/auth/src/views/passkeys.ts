import { dayInWords } from '@countersign/contracts/day-in-words';
import { html } from 'ghtml';
import type { MyPasskey } from '../passkeys/my-passkeys.ts';
import type { Person } from '../people/person.ts';
import { alert } from './alert.ts';
import { field } from './field.ts';
import { layout } from './layout.ts';

export interface PasskeysView {
  readonly person: Person;
  readonly passkeys: readonly MyPasskey[];
  readonly formToken: string;
  /** What the browser is asked to make, as JSON; null when the sign-in is too long ago. */
  readonly options: string | null;
  readonly consoleUrl: string;
  readonly name?: string;
  readonly nameProblem?: string | undefined;
  readonly alertText?: string | undefined;
  /** What was just done. */
  readonly done?: string | undefined;
}

export function passkeysView(view: PasskeysView): string {
  const { person, passkeys, alertText, done, formToken, consoleUrl } = view;
  return layout({
    title: 'Passkeys',
    passkeys: true,
    main: html`<h1>Your passkeys</h1>
<p class="lead">With a passkey you sign in with your fingerprint, your face or the PIN of your device. Nobody can guess it, and no false page can ask you for it. Your password goes on working.</p>
!${alert(alertText)}
!${done ? html`<p class="done" role="status">${done}</p>` : ''}
!${
      passkeys.length === 0
        ? html`<p>You have none yet, <bdi>${person.name}</bdi>.</p>`
        : html`<ul class="rows">!${passkeys.map((passkey) => row(passkey, formToken))}</ul>`
    }
!${addForm(view)}
<p class="foot"><a href="${consoleUrl}/settings/sign-ins">Back to my sign-ins</a></p>`,
  });
}

function row({ id, name, backedUp, createdAt, lastUsedAt }: MyPasskey, formToken: string): string {
  return html`<li>
  <div>
    <h2><bdi>${name}</bdi></h2>
    <p class="hint">${backedUp ? 'Kept by your password manager on all your devices' : 'On one device'} · added ${dayInWords(createdAt)} · ${lastUsedAt === null ? 'never used' : `last used ${dayInWords(lastUsedAt)}`}</p>
  </div>
  <form method="post" action="/account/passkeys/remove">
    <input type="hidden" name="form_token" value="${formToken}">
    <input type="hidden" name="id" value="${id}">
    <button type="submit" class="quiet" aria-label="Remove ${name}">Remove</button>
  </form>
</li>`;
}

function addForm({ formToken, options, name = '', nameProblem }: PasskeysView): string {
  if (options === null) {
    return html`<section class="adding" aria-labelledby="adding-title">
  <h2 id="adding-title">Add a passkey</h2>
  <p>You signed in a while ago. Sign in again first, so that nobody else adds one at your open browser.</p>
  <form method="post" action="/account/passkeys/sign-in-again">
    <input type="hidden" name="form_token" value="${formToken}">
    <div class="actions"><button type="submit">Sign in again</button></div>
  </form>
</section>`;
  }
  return html`<section class="adding" aria-labelledby="adding-title">
  <h2 id="adding-title">Add a passkey</h2>
  <p class="hint" data-without-passkeys>This takes a browser that knows passkeys, with scripts allowed.</p>
  <form method="post" action="/account/passkeys" data-passkey="create" data-options="${options}" hidden>
    <input type="hidden" name="form_token" value="${formToken}">
    <input type="hidden" name="credential" value="">
    <p class="alert" role="alert" hidden data-failed="No passkey was made. Try again, or use another device." data-there="This device has a passkey of yours already."></p>
    !${field({ name: 'name', label: 'Name', type: 'text', autocomplete: 'off', value: name, hint: 'To know it by, such as “My phone”.', problem: nameProblem, lengthMax: 64 })}
    <div class="actions"><button type="submit">Add a passkey</button></div>
  </form>
</section>`;
}
