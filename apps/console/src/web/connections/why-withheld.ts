import type { WithheldBy } from '@countersign/contracts/console-api';

/** Which signature is missing, and whose it is. `owner` names the person where it is not who reads it. */
export function whyWithheld(withheldBy: WithheldBy, organization: string, owner?: string): string {
  switch (withheldBy) {
    case 'access_switch':
      return `${organization} has turned MCP access off.`;
    case 'client_list':
      return `Withheld by the list of assistants that an admin of ${organization} keeps.`;
    case 'write_switch':
      return `An admin of ${organization} has not turned MCP write access on.`;
    case 'billing_switch':
      return `An admin of ${organization} has not turned MCP billing write on.`;
    case 'role':
      return `${owner === undefined ? 'Your' : `${owner}’s`} role in ${organization} does not allow it.`;
  }
}
