import type { OAuthScope } from '@countersign/contracts/scopes';
import { html } from 'ghtml';
import { type MemberOrganization, obstacleTo } from '../people/member-organization.ts';
import { mark } from './mark.ts';

interface Writing {
  readonly organizations: readonly MemberOrganization[];
  readonly requested: readonly OAuthScope[];
}

/**
 * The two switches, both off. The second lies inside the first: CSS shows it only while the first is on. Each says beforehand what
 * every organization would answer; with scripts only the chosen one's answer shows. Neither is disabled: the server decides.
 */
export function consentWritingView({ organizations, requested }: Writing): string {
  return html`<fieldset class="writing">
  <legend>!${mark} Changes take two signatures</legend>
  <p class="hint">Yours, here. And an admin’s, for the whole organization.</p>
  <div class="switch">
    <input type="checkbox" id="write" name="write" value="on" aria-describedby="write-hint write-notes">
    <label for="write">Allow this client to modify data</label>
    <p class="hint" id="write-hint">It may then create and change things in your name. ${askedFor(requested, 'mcp:write')}</p>
    <ul class="notes" id="write-notes" aria-live="polite">!${organizations.map((organization) => note(organization, 'mcp:write'))}</ul>
  </div>
  <div class="switch billing">
    <input type="checkbox" id="billing" name="billing" value="on" aria-describedby="billing-hint billing-notes">
    <label for="billing">Also allow billing changes</label>
    <p class="hint" id="billing-hint">Everything that moves or asks for money. ${askedFor(requested, 'mcp:write:billing')}</p>
    <ul class="notes" id="billing-notes" aria-live="polite">!${organizations.map((organization) => note(organization, 'mcp:write:billing'))}</ul>
  </div>
</fieldset>`;
}

function askedFor(requested: readonly OAuthScope[], scope: OAuthScope): string {
  return requested.includes(scope)
    ? 'It asked for this; leave it off if you are not sure.'
    : 'It did not ask for this.';
}

function note(organization: MemberOrganization, scope: 'mcp:write' | 'mcp:write:billing'): string {
  const { slug, name, role } = organization;
  const [doing, changes] = scope === 'mcp:write' ? ['writing', 'changes'] : ['billing changes', 'billing changes'];
  switch (obstacleTo(scope, organization)) {
    // Said once, beside the organization.
    case 'access_switch':
    case 'client_list':
      return '';
    case 'role':
      return html`<li class="missing" data-organization="${slug}">Your role in <bdi>${name}</bdi> (${role}) does not allow ${changes}.</li>`;
    case 'write_switch':
    case 'billing_switch':
      return html`<li class="missing" data-organization="${slug}">An admin of <bdi>${name}</bdi> has not enabled ${doing}.</li>`;
    case undefined:
      return html`<li class="signed" data-organization="${slug}">An admin of <bdi>${name}</bdi> has enabled ${doing}.</li>`;
  }
}
