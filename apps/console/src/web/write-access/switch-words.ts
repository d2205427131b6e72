import type { SwitchName } from '@countersign/contracts/console-organization';

/** What the switches are called, everywhere. */
export const SWITCH_WORDS: Record<SwitchName, string> = {
  access: 'MCP access',
  write: 'MCP write access',
  billingWrite: 'MCP billing write',
};
