import type { ScopeView, WithheldBy } from '@countersign/contracts/console-api';
import type { OAuthScope } from '@countersign/contracts/scopes';
import { Tooltip, VisuallyHidden } from '@mantine/core';
import styles from './scope-badge.module.css';

const KINDS: Record<OAuthScope, { readonly label: string; readonly style: string | undefined }> = {
  'mcp:read': { label: 'Read', style: styles.read },
  'mcp:write': { label: 'Write', style: styles.write },
  'mcp:write:billing': { label: 'Billing write', style: styles.billing },
};

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

/** A scope the person approved; struck through while something withholds it. */
export function ScopeBadge({
  scope: view,
  organization,
  owner,
}: {
  readonly scope: ScopeView;
  readonly organization: string;
  readonly owner?: string | undefined;
}) {
  const { label, style } = KINDS[view.scope];
  if (!view.withheldBy) return <span className={`${styles.badge} ${style}`}>{label}</span>;
  const reason = whyWithheld(view.withheldBy, organization, owner);
  return (
    <Tooltip label={reason}>
      <span className={`${styles.badge} ${styles.withheld}`}>
        {label}
        <VisuallyHidden>, withheld: {reason}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}
