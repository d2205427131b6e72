import type { WithheldBy } from '@countersign/contracts/console-api';
import type { ConnectionChange, ConnectionSettingsView } from '@countersign/contracts/console-connections';
import { AppError, type ErrorCode } from '@countersign/contracts/errors';
import { normalizeOAuthScopes, type OAuthScope } from '@countersign/contracts/scopes';

const REFUSALS: Record<WithheldBy, { readonly code: ErrorCode; readonly message: string }> = {
  access_switch: {
    code: 'access_disabled',
    message: 'The organization has turned MCP access off. Until an admin turns it on, nothing can be allowed here.',
  },
  client_list: {
    code: 'access_disabled',
    message:
      'The organization lets only the assistants on its list in. Until an admin adds this one, nothing can be allowed here.',
  },
  role: {
    code: 'role_forbids',
    message: 'Your role in the organization does not allow this. An owner or admin can change your role.',
  },
  write_switch: {
    code: 'write_disabled',
    message: 'An admin of the organization has to turn on “Allow MCP write access” before you can allow this.',
  },
  billing_switch: {
    code: 'billing_write_disabled',
    message: 'An admin of the organization has to turn on “Allow MCP billing write” before you can allow this.',
  },
};

/**
 * Where a change leads from what was approved `before`. Taking away always works, and taking write away takes billing write
 * with it. Adding is refused with what would refuse it at consent; what was approved before and is only withheld stays.
 */
export function changedApproval(
  before: readonly OAuthScope[],
  change: Pick<ConnectionChange, 'write' | 'billingWrite'>,
  allowable: ConnectionSettingsView['allowable'],
): OAuthScope[] {
  const write = change.write ?? before.includes('mcp:write');
  const billingWrite = change.billingWrite ?? before.includes('mcp:write:billing');
  if (change.billingWrite && !write) {
    throw new AppError('invalid_input', 'Billing changes are a part of modifying data. Allow both, or neither.');
  }
  const after = normalizeOAuthScopes([...(write ? ['mcp:write'] : []), ...(billingWrite ? ['mcp:write:billing'] : [])]);
  const refused = allowable.find(
    ({ scope, withheldBy }) => withheldBy && after.includes(scope) && !before.includes(scope),
  );
  if (refused?.withheldBy) {
    const { code, message } = REFUSALS[refused.withheldBy];
    throw new AppError(code, message);
  }
  return after;
}
