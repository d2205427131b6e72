import { html } from 'ghtml';
import type { Person } from '../people/person.ts';
import { type InteractionStep, stepButton } from './interaction-form.ts';

/** Who is signed in, and the way to be somebody else; beside the product's name. */
export function whoView(person: Person, step: InteractionStep): string {
  return html`<div class="who">
  <p>Signed in as <strong><bdi>${person.name}</bdi></strong> <span>${person.email}</span></p>
  !${stepButton(step, 'switch-account', 'Use another account', {}, 'link')}
</div>`;
}
