import { html } from 'ghtml';
import type { Decider } from '../people/member-organization.ts';
import { decides } from '../people/member-organization.ts';
import type { Person } from '../people/person.ts';
import { shownClientName } from './client-name.ts';
import { type InteractionStep, stepButton } from './interaction-form.ts';
import { layout } from './layout.ts';
import { type RefusedConsent, refusalWords } from './refusal-words.ts';
import { whoView } from './who.ts';

export interface Refusal extends RefusedConsent {
  readonly teamId: string | null;
  /** Whether the same without billing would be allowed. */
  readonly writeWouldDo: boolean;
  readonly deciders: readonly Decider[];
  /** The wish for an admin has just been recorded. */
  readonly asked: boolean;
  readonly person: Person;
  readonly clientName: string;
  readonly step: InteractionStep;
  readonly consoleUrl: string;
}

/** Says which organization, what is missing and who can change it, and the ways on. Nothing has been allowed. */
export function refusalView(refusal: Refusal): string {
  const { missing, organization, deciders, asked, person, step, consoleUrl } = refusal;
  const { title, explanation } = refusalWords(refusal);
  const decidesHere = decides(organization.role);
  const settings = `${consoleUrl}/orgs/${organization.slug}/settings/mcp-write-access`;
  return layout({
    title,
    aside: whoView(person, step),
    main: html`<h1>${title}</h1>
<p class="lead">${explanation} Nothing has been allowed, and nothing is connected yet.</p>
!${asked ? html`<p class="done" role="status">Your request is recorded. The admins of <bdi>${organization.name}</bdi> see it in their console. You do not have to wait here.</p>` : ''}
<section class="deciders" aria-labelledby="deciders-title">
  <h2 id="deciders-title">Who can change this in <bdi>${organization.name}</bdi></h2>
  !${
    deciders.length === 0
      ? html`<p>Nobody at the moment: this organization has no admin.</p>`
      : html`<ul>!${deciders.map(({ name, role }) => html`<li><bdi>${name}</bdi> <span class="role">${role}</span></li>`)}</ul>`
  }
  !${decidesHere && missing !== 'role' ? html`<p>You are one of them: <a href="${settings}" target="_blank" rel="noopener">open the settings of <bdi>${organization.name}</bdi></a> (in a new tab), then <a href="/oauth/interaction/${step.uid}">choose again here</a>.</p>` : ''}
</section>
<div class="actions column">!${waysOn(refusal)}</div>`,
  });
}

function waysOn({ missing, organization, teamId, billing, writeWouldDo, asked, clientName, step }: Refusal): string[] {
  const place = { organization: organization.slug, team: teamId };
  const ways: string[] = [];
  if (writeWouldDo) {
    ways.push(stepButton(step, 'consent', 'Continue without billing changes', { ...place, write: 'on' }, 'main'));
  }
  const isShutOut = missing === 'access_switch' || missing === 'client_list';
  if (!isShutOut) {
    ways.push(stepButton(step, 'consent', 'Continue read-only', place, writeWouldDo ? 'quiet' : 'main'));
  }
  if (!isShutOut && !asked && !decides(organization.role)) {
    ways.push(stepButton(step, 'ask-admin', 'Ask an admin', { ...place, ...(billing ? { billing: 'on' } : {}) }));
  }
  const reason = { organization: organization.slug, reason: missing };
  ways.push(stepButton(step, 'cancel', `Go back to ${shownClientName(clientName)}`, reason));
  return ways;
}
