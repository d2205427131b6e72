import type { WriteAccessChange, WriteAccessView } from '@countersign/contracts/console-api';
import { Divider, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTurnSwitch } from '../api/write-access.ts';
import { Failure } from '../parts/failure.tsx';
import { Moment } from '../parts/moment.tsx';
import { SwitchRow } from './switch-row.tsx';
import { TurnOffDialog } from './turn-off-dialog.tsx';

type TurnedOff = 'write' | 'billingWrite';

/** The organization's two switches. On acts at once; off says first who loses what. */
export function SwitchesCard({ view }: { readonly view: WriteAccessView }) {
  const { switches, connections, organization, lastChange } = view;
  const turn = useTurnSwitch(organization.slug);
  const [asked, setAsked] = useState<TurnedOff>('write');
  const [isAsking, setIsAsking] = useState(false);

  const onTurn = (which: TurnedOff, on: boolean) => {
    turn.reset();
    if (on) turn.mutate({ [which]: true } satisfies WriteAccessChange);
    else {
      setAsked(which);
      setIsAsking(true);
    }
  };

  return (
    <Stack gap="sm">
      <Paper withBorder>
        <SwitchRow
          label="Allow MCP write access"
          checked={switches.write}
          disabled={turn.isPending}
          onTurn={(on) => onTurn('write', on)}
          hangs={counted(connections.write, switches.write)}
        >
          Assistants may create and change records outside billing, for people who allowed it and whose role permits it.
        </SwitchRow>
        <Divider />
        <SwitchRow
          label="Allow MCP billing write"
          checked={switches.billingWrite}
          disabled={turn.isPending || !switches.write}
          onTurn={(on) => onTurn('billingWrite', on)}
          hangs={switches.write ? counted(connections.billingWrite, switches.billingWrite) : 'Needs MCP write access.'}
        >
          Assistants may also change billing: drafts, and steps that cannot be taken back, such as sending.
        </SwitchRow>
      </Paper>
      {turn.error && !isAsking && <Failure title="Nothing was changed" error={turn.error} />}
      <Text size="sm" c="dimmed">
        {lastChange ? (
          <>
            Last changed by {lastChange.by?.name ?? 'a person who has left'}, <Moment at={lastChange.at} />.
          </>
        ) : (
          'Nobody has changed these switches yet.'
        )}
      </Text>
      <TurnOffDialog
        which={asked}
        view={view}
        opened={isAsking}
        pending={turn.isPending}
        error={turn.error}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => turn.mutate({ [asked]: false }, { onSuccess: () => setIsAsking(false) })}
      />
    </Stack>
  );
}

/** How many connections the switch decides over now. */
function counted(count: number, isOn: boolean): string {
  if (count === 0) return 'No connection asks for it now.';
  const connections = count === 1 ? '1 connection' : `${count} connections`;
  return isOn ? `${connections} can do this now.` : `${connections} would get it at once.`;
}
