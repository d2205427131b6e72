import type { ConnectionSettingsView } from '@countersign/contracts/console-connections';
import type { OAuthScope } from '@countersign/contracts/scopes';
import { Switch, Text } from '@mantine/core';
import { useId } from 'react';
import { whyWithheld } from './why-withheld.ts';

interface ScopeSwitchProps {
  readonly scope: OAuthScope;
  readonly label: string;
  readonly checked: boolean;
  /** Stands as it was approved before: taking it away is always possible, and undoing that before saving too. */
  readonly wasApproved: boolean;
  /** What has to be allowed first. */
  readonly needs?: string | undefined;
  readonly settings: ConnectionSettingsView;
  readonly onTurn: (on: boolean) => void;
}

/** One scope to allow or take away; off and fixed, with the reason, while consent would refuse it. */
export function ScopeSwitch({ scope, label, checked, wasApproved, needs, settings, onTurn }: ScopeSwitchProps) {
  const reasonId = useId();
  const { allowable, connection } = settings;
  const withheldBy = allowable.find((one) => one.scope === scope)?.withheldBy;
  const reason = withheldBy ? whyWithheld(withheldBy, connection.organization.name) : needs;
  return (
    <div>
      <Switch
        label={label}
        checked={checked}
        disabled={Boolean(needs) || (Boolean(withheldBy) && !wasApproved)}
        aria-describedby={reason ? reasonId : undefined}
        onChange={({ currentTarget }) => onTurn(currentTarget.checked)}
      />
      {reason && (
        <Text id={reasonId} size="xs" c="dimmed" mt={4}>
          {withheldBy && wasApproved
            ? `Withheld now: ${reason} If you take it away, you cannot allow it again while this lasts.`
            : reason}
        </Text>
      )}
    </div>
  );
}
