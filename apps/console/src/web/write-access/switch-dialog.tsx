import type { WriteAccessChange, WriteAccessView } from '@countersign/contracts/console-api';
import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { effectOf, switchesAfter } from './switch-effect.ts';
import { SWITCH_WORDS } from './switch-words.ts';

interface SwitchDialogProps {
  readonly change: WriteAccessChange;
  readonly view: WriteAccessView;
  /** What else there is to say. */
  readonly children?: ReactNode;
  readonly opened: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Names how many connections lose or gain what, before they do. */
export function SwitchDialog({ change, view, children, ...dialog }: SwitchDialogProps) {
  const { switches, organization } = view;
  const after = switchesAfter(switches, change);
  const asked = (['access', 'write', 'billingWrite'] as const).filter((name) => change[name] !== undefined);
  const isOn = asked.some((name) => change[name]);
  const moved = asked.filter((name) => after[name] !== switches[name]);
  const names = (moved.length > 0 ? moved : asked).map((name) => SWITCH_WORDS[name]).join(' and ');
  const takesBilling = change.write === false && switches.billingWrite;
  return (
    <ConfirmDialog
      {...dialog}
      title={`Turn ${isOn ? 'on' : 'off'} ${names}?`}
      confirm={isOn ? 'Turn on' : 'Turn off'}
      takesAway={!isOn}
    >
      <Stack gap={6}>
        {moved.length === 0 && <Text size="sm">It is {isOn ? 'on' : 'off'} already.</Text>}
        {effectOf(view, change).map((sentence) => (
          <Text key={sentence} size="sm" fw={600}>
            {sentence}
          </Text>
        ))}
      </Stack>
      <Text size="sm">{whatGoesOn(change, organization.name)}</Text>
      {takesBilling && (
        <Text size="sm">MCP billing write goes off with it, and stays off until an admin turns it on again.</Text>
      )}
      {children}
    </ConfirmDialog>
  );
}

function whatGoesOn(change: WriteAccessChange, organization: string): string {
  if (change.access === false) {
    return `Nothing is revoked. When you turn it back on, assistants go on in ${organization} where they were, and nobody has to connect again.`;
  }
  if (change.access) return 'Each may do what its person allowed and the other switches and their role permit.';
  if (change.write === false) return 'Reading goes on. When you turn it back on, nobody has to connect again.';
  if (change.billingWrite === false) {
    return 'Reading goes on, and so does writing outside billing. When you turn it back on, nobody has to connect again.';
  }
  return 'It reaches only connections whose person allowed it, and whose role permits it.';
}
