import type { InvitationView, MemberView, TeamMemberView, TeamView } from '@countersign/contracts/console-members';
import type { Role } from '@countersign/contracts/scopes';
import type { MembersChange } from '../api/members.ts';
import { counted } from '../parts/counted.ts';
import { ROLE_NAMES, ROLE_WORDS } from './role-words.ts';

/** A change that people will notice, as the dialog before it says it. */
export interface AskedChange {
  readonly title: string;
  /** What will happen; the first is what matters most. */
  readonly sentences: readonly string[];
  readonly confirm: string;
  readonly takesAway: boolean;
  /** What is said once it is done. */
  readonly done: string;
  readonly change: MembersChange;
}

export function askRole({ id, name, role: before, isYou }: MemberView, role: Role, organization: string): AskedChange {
  const whose = isYou ? 'your' : 'their';
  const losesSay = decides(before) && !decides(role);
  return {
    title: `Make ${isYou ? 'yourself' : name} ${article(role)} in ${organization}?`,
    sentences: [
      ROLE_WORDS[role],
      `It holds at once, also for ${whose} connected assistants: their very next request may do what this role allows.`,
      ...(losesSay ? [`Open invitations that ${isYou ? 'you' : name} sent are taken back.`] : []),
    ],
    confirm: `Make ${article(role)}`,
    takesAway: losesSay,
    done: `${isYou ? 'You are' : `${name} is`} ${article(role)} now.`,
    change: { method: 'PATCH', path: `members/${id}`, body: { role } },
  };
}

export function askRemoval({ id, name, email, connections, apiKeys }: MemberView, organization: string): AskedChange {
  return {
    title: `Remove ${name} from ${organization}?`,
    sentences: [
      endsWithMembership(connections, apiKeys),
      `${name} (${email}) loses access at once. What they made stays, and API keys of ${organization} that they made go on working.`,
      'To come back, they need an invitation, and connect again.',
    ],
    confirm: 'Remove',
    takesAway: true,
    done: `${name} is no longer a member.`,
    change: { path: `members/${id}/remove` },
  };
}

export function askRevocation({ id, email }: InvitationView): AskedChange {
  return {
    title: `Take the invitation of ${email} back?`,
    sentences: ['Its link opens nothing any more, also if it is open in a browser now. You can invite them anew.'],
    confirm: 'Take back',
    takesAway: true,
    done: `The invitation of ${email} is taken back.`,
    change: { path: `invitations/${id}/revoke` },
  };
}

export function askTeamDeletion({ id, name, connections }: TeamView): AskedChange {
  return {
    title: `Delete the team ${name}?`,
    sentences: [
      connections === 0
        ? 'No connection is narrowed to it.'
        : `${counted(connections, 'connection')} narrowed to it ${connections === 1 ? 'ends' : 'end'} at once, and ${connections === 1 ? 'its person connects' : 'their people connect'} again.`,
      'Its members stay in the organization. A team that still keeps records cannot be deleted.',
    ],
    confirm: 'Delete',
    takesAway: true,
    done: `The team ${name} is deleted.`,
    change: { path: `teams/${id}/delete` },
  };
}

export function askTeamExit({ id, name: team }: TeamView, member: TeamMemberView): AskedChange {
  const { name, connections } = member;
  return {
    title: `Take ${name} out of ${team}?`,
    sentences: [
      connections === 0
        ? `${name} has no connection that is narrowed to ${team}.`
        : `${counted(connections, 'connection')} of ${name} narrowed to ${team} ${connections === 1 ? 'is' : 'are'} refused at once, unless they are an admin, and ${connections === 1 ? 'works' : 'work'} again if they come back.`,
      'They stay a member of the organization.',
    ],
    confirm: 'Take out',
    takesAway: true,
    done: `${name} is no longer in ${team}.`,
    change: { path: `teams/${id}/members/${member.id}/remove` },
  };
}

/** What ends with a membership. */
export function endsWithMembership(connections: number, apiKeys: number): string {
  const ending = [
    connections > 0 && counted(connections, 'connection'),
    apiKeys > 0 && counted(apiKeys, 'personal API key'),
  ].filter((part) => part !== false);
  if (ending.length === 0) return 'There is no connected assistant and no personal API key that would end.';
  const one = connections + apiKeys === 1;
  return `${ending.join(' and ')} ${one ? 'ends' : 'end'} at once: the very next request is refused.`;
}

function article(role: Role): string {
  const name = role === 'finance' ? 'finance member' : ROLE_NAMES[role].toLowerCase();
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

function decides(role: Role): boolean {
  return role === 'admin' || role === 'owner';
}
