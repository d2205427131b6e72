import { html } from 'ghtml';

export interface InteractionStep {
  readonly uid: string;
  readonly formToken: string;
}

/** A button that posts one step of an interaction. Without a script it is a form like any other. */
export function stepButton(
  { uid, formToken }: InteractionStep,
  step: 'consent' | 'cancel' | 'ask-admin' | 'switch-account',
  text: string,
  fields: Readonly<Record<string, string | null>> = {},
  style: 'main' | 'quiet' | 'link' = 'quiet',
): string {
  const hidden = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null);
  return html`<form method="post" action="/oauth/interaction/${uid}/${step}">
  <input type="hidden" name="form_token" value="${formToken}">
  !${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
  <button type="submit" class="${style}">${text}</button>
</form>`;
}
