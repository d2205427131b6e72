import type { ConnectorHealthView, HealthStep, OrganizationPolicyView } from '@countersign/contracts/console-connect';
import type { OAuthScope } from '@countersign/contracts/scopes';

/** What each step finds out, as a sentence that holds when it passes. */
export const STEP_NAMES: Record<HealthStep, string> = {
  resource_server: 'The connector is reachable',
  resource_metadata: 'It describes itself under this address',
  authorization_server: 'The sign-in service is reachable',
  authorization_server_metadata: 'It describes itself, with all that clients need',
  signing_keys: 'It publishes the key that access tokens are signed with',
  challenge: 'The connector asks strangers to sign in, and says where',
  forged_token: 'The connector refuses a forged access token',
};

/** What an organization lets through now, so short that it fits behind “Reachable”. */
export function policyWords(policy: OrganizationPolicyView): string {
  const words = scopeWords(policy);
  return policy.onlyListed && words !== ACCESS_OFF ? `listed assistants only, ${words}` : words;
}

const ACCESS_OFF = 'MCP access is off';

function scopeWords({ scopes }: OrganizationPolicyView): string {
  const withheld = (scope: OAuthScope) => scopes.find((one) => one.scope === scope)?.withheldBy ?? null;
  if (withheld('mcp:read') !== null) return ACCESS_OFF;
  const write = withheld('mcp:write');
  if (write !== null) return write === 'role' ? 'read-only for your role' : 'read-only by your admin';
  return withheld('mcp:write:billing') === null ? 'read, write and billing write' : 'read and write';
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

const NOTHING_MORE = 'Tried as an assistant would.';

/** The badge in two parts: what does not work and what to do, or what is true everywhere, and where it is less. */
export function healthWords({ failure, organizations }: ConnectorHealthView): { headline: string; more: string } {
  if (failure) return { headline: failure.problem, more: failure.cure };
  const byWords = Map.groupBy(organizations, policyWords);
  const [only] = byWords.keys();
  if (byWords.size === 1 && only !== undefined) return { headline: `Reachable, ${only}`, more: NOTHING_MORE };
  const limits = [...byWords].filter(([words]) => !words.startsWith('read, ') && words !== 'read and write');
  const more = limits.map(
    ([words, those]) => `${capitalized(words)} in ${list.format(those.map(({ name }) => name))}.`,
  );
  return { headline: 'Reachable', more: more.join(' ') || NOTHING_MORE };
}

export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
