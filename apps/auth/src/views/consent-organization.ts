import { html } from 'ghtml';
import type { MemberOrganization } from '../people/member-organization.ts';
import type { ConsentChoices } from './consent-choices.ts';

interface OrganizationPicker {
  readonly organizations: readonly MemberOrganization[];
  readonly choices: ConsentChoices;
  /** The connector's address names the one organization offered. */
  readonly locked: boolean;
}

/**
 * The choice of organization and team. Nothing is chosen beforehand when there is a choice, so that nobody connects the wrong
 * organization by not looking. Without scripts the teams of every organization are offered, grouped; the server checks the pair.
 */
export function consentOrganizationView({ organizations, choices, locked }: OrganizationPicker): string {
  const chosen = organizations.length === 1 ? organizations[0]?.slug : choices.organizationSlug;
  const names = organizations.map((organization) => organization.name);
  const label = ({ name, slug }: MemberOrganization) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${slug})`;
  return html`<div class="field">
  <label for="organization">Organization</label>
  <select id="organization" name="organization" required aria-describedby="organization-hint organization-notes">
    !${organizations.length === 1 ? '' : html`<option value="">Choose an organization</option>`}
    !${organizations.map(
      (organization) =>
        html`<option value="${organization.slug}" !${organization.slug === chosen ? 'selected' : ''}>${label(organization)}</option>`,
    )}
  </select>
  <p class="hint" id="organization-hint">${locked ? 'The address you connected is for this organization only.' : 'The client sees this one and none of your others.'}</p>
  <ul class="notes" id="organization-notes" aria-live="polite">!${organizations.map(accessNote)}</ul>
</div>
!${teamPicker(organizations, choices)}`;
}

function accessNote({ slug, name, switches, clientListed }: MemberOrganization): string {
  if (switches.access && clientListed) return '';
  if (switches.access) {
    return html`<li class="missing" data-organization="${slug}"><bdi>${name}</bdi> lets only the assistants on its list connect, and this one is not on it. Ask an admin to add it.</li>`;
  }
  return html`<li class="missing" data-organization="${slug}">MCP access is turned off in <bdi>${name}</bdi>. No client can be connected to it until an admin turns that on.</li>`;
}

function teamPicker(organizations: readonly MemberOrganization[], { teamId }: ConsentChoices): string {
  const withTeams = organizations.filter((organization) => organization.teams.length > 0);
  if (withTeams.length === 0) return '';
  return html`<div class="field" id="team-field">
  <label for="team">Team</label>
  <p class="hint" id="team-hint">Optional. With a team, the client sees that team’s work only.</p>
  <select id="team" name="team" aria-describedby="team-hint">
    <option value="">All teams</option>
    !${withTeams.map(
      (organization) => html`<optgroup label="${organization.name}" data-organization="${organization.slug}">
      !${organization.teams.map((team) => html`<option value="${team.id}" !${team.id === teamId ? 'selected' : ''}>${team.name}</option>`)}
    </optgroup>`,
    )}
  </select>
</div>`;
}
