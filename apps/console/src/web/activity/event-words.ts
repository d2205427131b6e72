import type { ActivityEvent } from '@countersign/contracts/console-connections';
import type { OAuthScope } from '@countersign/contracts/scopes';

/** What happened, in a few words. */
export function eventInWords({ action, tool, outcome, details }: ActivityEvent): string {
  switch (action) {
    case 'tool.called':
      return tool ?? 'An unknown tool';
    case 'consent.given':
      return 'You gave consent';
    case 'token.issued':
      return 'First access token issued';
    case 'token.renewed':
      return 'Access renewed';
    case 'token.race':
      return outcome === 'ok' ? 'Renewed twice at once' : 'Came second with a code or token';
    case 'token.replay':
      return 'A used refresh token came back';
    case 'connection.revoked':
      return REVOKED[String(details['reason'])] ?? 'Connection revoked';
    case 'connection.expired':
      return 'The connection grew too old and ended';
    case 'operator.acted':
      return 'An operator acted';
    case 'connection.changed':
      return editInWords(details);
    case 'client.ended':
      return 'An admin ended the client';
    case 'api_key.created':
      return 'API key made';
    case 'api_key.revoked':
      return details['reason'] === 'admin' ? 'An admin revoked the API key' : 'API key revoked';
    case 'api_key.expired':
      return 'The API key ran out';
    case 'job.given_up':
      return 'Work in the background was given up';
    case 'organization.details_changed':
      return 'The company details were changed';
    case 'file.downloaded':
      return 'A file was opened by its link';
    default:
      return action;
  }
}

const REVOKED: Record<string, string> = {
  owner: 'You revoked the connection',
  admin: 'An admin revoked the connection',
  client: 'The client disconnected',
  replay: 'Stopped, because a used token came back',
  membership: 'Ended with your membership',
  team: 'Ended with its team',
};

interface Edited {
  readonly approved?: readonly OAuthScope[];
  readonly team?: string | null;
  readonly name?: string | null;
}

const SCOPE_WORDS: Record<string, string> = {
  'mcp:read': 'reading',
  'mcp:write': 'writing',
  'mcp:write:billing': 'billing changes',
};

export function scopesInWords(scopes: unknown): string {
  const named = typeof scopes === 'string' ? scopes.split(' ') : Array.isArray(scopes) ? scopes : [];
  return named.map((scope) => SCOPE_WORDS[String(scope)] ?? String(scope)).join(', ');
}

function editInWords(details: ActivityEvent['details']): string {
  const before = (details['before'] ?? {}) as Edited;
  const after = (details['after'] ?? {}) as Edited;
  const gained = after.approved?.filter((scope) => !before.approved?.includes(scope)) ?? [];
  const lost = before.approved?.filter((scope) => !after.approved?.includes(scope)) ?? [];
  const parts = [
    gained.length > 0 && `allowed ${scopesInWords(gained)}`,
    lost.length > 0 && `took away ${scopesInWords(lost)}`,
    after.team !== undefined && (after.team ? `narrowed it to team ${after.team}` : 'opened it to all teams'),
    after.name !== undefined && (after.name ? `named it “${after.name}”` : 'took its name back'),
  ].filter((part) => part !== false);
  return parts.length > 0 ? `You ${parts.join(', ')}` : 'You edited the connection';
}
