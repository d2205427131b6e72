import type { ConnectionSettingsView } from '@countersign/contracts/console-connections';
import { Text } from '@mantine/core';
import { ScopeSwitch } from './scope-switch.tsx';
import styles from './scope-switches.module.css';

interface WriteChoice {
  readonly write: boolean;
  readonly billingWrite: boolean;
}

interface ScopeSwitchesProps {
  readonly settings: ConnectionSettingsView;
  /** As it was approved when the form opened. */
  readonly before: WriteChoice;
  readonly form: WriteChoice;
  readonly onTurn: (change: Partial<WriteChoice>) => void;
}

/** What a connection may change; where its address lets nothing be changed, the reason instead. */
export function ScopeSwitches({ settings, before, form, onTurn }: ScopeSwitchesProps) {
  return (
    <fieldset className={styles.scopes}>
      <legend className={styles.legend}>What it may change</legend>
      {settings.connection.readOnly ? (
        <Text size="sm">
          Nothing: it was made at an address that ends in <code>/readonly</code>. To allow more, connect the client at
          the address without it.
        </Text>
      ) : (
        <>
          <ScopeSwitch
            scope="mcp:write"
            label="Allow this client to modify data"
            checked={form.write}
            wasApproved={before.write}
            settings={settings}
            onTurn={(write) => onTurn({ write })}
          />
          <ScopeSwitch
            scope="mcp:write:billing"
            label="Also allow billing changes"
            checked={form.write && form.billingWrite}
            wasApproved={before.billingWrite}
            needs={form.write ? undefined : 'Needs the permission to modify data.'}
            settings={settings}
            onTurn={(billingWrite) => onTurn({ billingWrite })}
          />
          <Text size="sm" c="dimmed">
            What you take away is gone at once, with its very next call. What you add reaches the client when it next
            renews its access, or when you connect it again.
          </Text>
        </>
      )}
    </fieldset>
  );
}
