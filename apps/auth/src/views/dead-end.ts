import { html } from 'ghtml';
import type { Person } from '../people/person.ts';
import { shownClientName } from './client-name.ts';
import { type InteractionStep, stepButton } from './interaction-form.ts';
import { layout } from './layout.ts';
import { whoView } from './who.ts';

export interface DeadEnd {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly person: Person;
  readonly step: InteractionStep;
  readonly clientName: string;
  /** Posted with the way back, so that the client is told why. */
  readonly back: Readonly<Record<string, string | null>>;
}

/** When this person cannot go on with this client at all: be somebody else, or go back. */
export function deadEndView({ title, paragraphs, person, step, clientName, back }: DeadEnd): string {
  return layout({
    title,
    aside: whoView(person, step),
    main: html`<h1>${title}</h1>
!${paragraphs.map((text) => html`<p>${text}</p>`)}
<div class="actions">
  !${stepButton(step, 'switch-account', 'Use another account', {}, 'main')}
  !${stepButton(step, 'cancel', `Go back to ${shownClientName(clientName)}`, back)}
</div>`,
  });
}
