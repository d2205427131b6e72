import type { MemberOrganization } from '../people/member-organization.ts';

/** What a consent lacked that somebody other than this person could give. */
export type RefusedFor = 'role' | 'access_switch' | 'client_list' | 'write_switch' | 'billing_switch';

/** What was refused, and where. */
export interface RefusedConsent {
  readonly missing: RefusedFor;
  readonly organization: MemberOrganization;
  /** Whether billing changes were part of what was to be allowed. */
  readonly billing: boolean;
}

/** The title and the first sentences of a refusal. */
export function refusalWords({ missing, organization: { name, role }, billing }: RefusedConsent): {
  readonly title: string;
  readonly explanation: string;
} {
  switch (missing) {
    case 'access_switch':
      return {
        title: `${name} does not allow connected clients`,
        explanation: `MCP access is turned off in ${name}, so no client can be connected to it.`,
      };
    case 'client_list':
      return {
        title: `${name} does not have this assistant on its list`,
        explanation: `In ${name} only the assistants on a list of its admins may be connected, and this one is not on it. Ask your admin to add it.`,
      };
    case 'write_switch':
      return {
        title: `An admin of ${name} has not enabled writing`,
        explanation: `You agreed that this client may modify data. In ${name} that takes a second signature: an admin has to enable MCP write access.`,
      };
    case 'billing_switch':
      return {
        title: `An admin of ${name} has not enabled billing changes`,
        explanation: `Clients may modify data in ${name}, but not billing. For that an admin has to enable MCP billing write.`,
      };
    case 'role':
      return {
        title: `Your role in ${name} does not allow ${billing && role !== 'viewer' ? 'billing changes' : 'changes'}`,
        explanation: `You are a ${role} in ${name}. A client can never do more than you can do yourself, and with this role you cannot make ${billing && role !== 'viewer' ? 'billing changes' : 'changes'} there.`,
      };
  }
}
