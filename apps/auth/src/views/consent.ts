import { html } from 'ghtml';
import type { Interaction } from '../interactions/interactions.ts';
import type { MemberOrganization } from '../people/member-organization.ts';
import type { Person } from '../people/person.ts';
import { alert } from './alert.ts';
import { shownClientName } from './client-name.ts';
import type { ConsentChoices } from './consent-choices.ts';
import { consentOrganizationView } from './consent-organization.ts';
import { consentWritingView } from './consent-writing.ts';
import { destinationOf, destinationView } from './destination.ts';
import { layout } from './layout.ts';
import { nameDoubts } from './name-doubts.ts';
import { whoView } from './who.ts';

export interface ConsentView {
  readonly interaction: Interaction;
  readonly person: Person;
  /** At least one; exactly one when the connector's address names it. */
  readonly organizations: readonly MemberOrganization[];
  readonly choices: ConsentChoices;
  readonly formToken: string;
  readonly consoleUrl: string;
  readonly alertText?: string;
}

const READS_ONLY = html`<p class="hint">This address only reads. Nothing can be changed through it, whatever is allowed elsewhere.</p>`;

export function consentView(view: ConsentView): string {
  const { interaction, person, organizations, choices, formToken, consoleUrl, alertText } = view;
  const { client, uid } = interaction;
  const name = shownClientName(client.name);
  const action = `/oauth/interaction/${uid}`;
  return layout({
    title: `Connect ${name}`,
    aside: whoView(person, { uid, formToken }),
    main: html`<h1>Connect <bdi>${name}</bdi>?</h1>
!${alert(alertText)}
!${identity(interaction)}
!${doubts(client.name, interaction.madeFor ? [] : organizations)}
!${destinationView(interaction)}
<form method="post" action="${action}/consent" class="consent">
  <input type="hidden" name="form_token" value="${formToken}">
  !${consentOrganizationView({ organizations, choices, locked: interaction.organizationSlug !== null })}
  <section class="reading" aria-labelledby="reading-title">
    <h2 id="reading-title">It may read</h2>
    <p>What you can see there yourself, or only what belongs to the team you choose: the work, the people and the figures, as far as your role shows them to you. It learns your name and e‑mail address, never your password.</p>
  </section>
  !${interaction.readOnly ? READS_ONLY : consentWritingView({ organizations, requested: interaction.requested })}
  <div class="actions">
    <button type="submit" class="main">Allow</button>
    <button type="submit" class="quiet" formaction="${action}/cancel" formnovalidate>Cancel</button>
  </div>
  !${destinationOf(interaction).opensApp ? html`<p class="done" role="status" id="app-opened" hidden>If the app is in front now, you are done here and can close this page.</p>` : ''}
</form>
<p class="foot">You can look at this connection and end it at any time in <a href="${consoleUrl}/settings/connections">your connections</a>.</p>`,
  });
}

function doubts(name: string, organizations: ConsentView['organizations']): string {
  return nameDoubts(
    name,
    organizations.flatMap((organization) => [organization.name, organization.slug]),
  )
    .map((doubt) => html`<p class="warning">${doubt}</p>`)
    .join('\n');
}

function identity({ client, madeFor }: Interaction): string {
  if (madeFor)
    return html`<p class="identity"><strong>Made by an admin of <bdi>${madeFor.name}</bdi>,</strong> for this organization alone. The name was typed there, and nobody else has checked it.</p>`;
  return client.verifiedHost === null
    ? html`<p class="identity unverified"><strong>Unverified.</strong> This client registered itself. Anyone can choose that name, and nobody has checked it.</p>`
    : html`<p class="identity verified"><strong>Verified:</strong> published by <bdi>${client.verifiedHost}</bdi></p>`;
}
