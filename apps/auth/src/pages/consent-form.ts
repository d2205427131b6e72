import type { OAuthScope } from '@countersign/contracts/scopes';
import { z } from 'zod';
import type { MemberOrganization } from '../people/member-organization.ts';

/** As browsers send it: a box that is not ticked is not there. */
const ConsentForm = z.object({
  organization: z.string().max(63).default(''),
  team: z.string().max(36).default(''),
  write: z.literal('on').optional(),
  billing: z.literal('on').optional(),
});

export interface ConsentChoice {
  readonly organization: MemberOrganization;
  readonly teamId: string | null;
  readonly approved: readonly OAuthScope[];
}

export type ReadConsent =
  | { readonly kind: 'choice'; readonly choice: ConsentChoice }
  | { readonly kind: 'problem'; readonly text: string; readonly organizationSlug?: string };

/**
 * Reads a posted consent. `organizations` are those the person may choose from here; anything else is unknown. Billing without
 * writing is not a choice anybody can make. Checks neither switches nor role.
 */
export function readConsent(body: unknown, organizations: readonly MemberOrganization[]): ReadConsent {
  const form = ConsentForm.safeParse(body ?? {});
  if (!form.success) return { kind: 'problem', text: 'The form could not be read. Please fill it in again.' };
  const { organization: slug, team, write, billing } = form.data;
  const organization = organizations.find((candidate) => candidate.slug === slug);
  if (!organization) {
    return { kind: 'problem', text: slug === '' ? 'Choose an organization.' : 'Choose one of your organizations.' };
  }
  if (billing && !write) {
    return {
      kind: 'problem',
      text: 'Billing changes are a part of modifying data. Switch on both, or leave both off.',
      organizationSlug: slug,
    };
  }
  if (team !== '' && !organization.teams.some(({ id }) => id === team)) {
    return {
      kind: 'problem',
      text: `You cannot choose that team in ${organization.name}. Choose another one, or all teams.`,
      organizationSlug: slug,
    };
  }
  const approved: OAuthScope[] = ['mcp:read'];
  if (write) approved.push('mcp:write');
  if (billing) approved.push('mcp:write:billing');
  return { kind: 'choice', choice: { organization, teamId: team === '' ? null : team, approved } };
}
