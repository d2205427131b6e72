import type { WriteAccessChange, WriteAccessView } from '@countersign/contracts/console-api';
import { Divider, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTurnSwitch } from '../api/write-access.ts';
import { counted } from '../parts/counted.ts';
import { Failure } from '../parts/failure.tsx';
import { Moment } from '../parts/moment.tsx';
import { useKeptChange } from '../sign-in-again/use-kept-change.ts';
import { useSignInAgain } from '../sign-in-again/use-sign-in-again.ts';
import { Signatures } from './signatures.tsx';
import { SwitchDialog } from './switch-dialog.tsx';
import { SwitchRow } from './switch-row.tsx';

/** The organization's switches. Each says first who loses or gains what. */
export function SwitchesCard({ view }: { readonly view: WriteAccessView }) {
  const { switches, connections, organization, lastChange } = view;
  const turn = useTurnSwitch(organization.slug);
  // With what was true then, so that the words do not change while the dialog closes.
  const [asked, setAsked] = useState<{ readonly change: WriteAccessChange; readonly view: WriteAccessView }>();
  const [isAsking, setIsAsking] = useState(false);

  const ask = (change: WriteAccessChange) => {
    turn.reset();
    setAsked({ change, view });
    setIsAsking(true);
  };
  const signInAgain = useSignInAgain('turn-switch');
  const send = (change: WriteAccessChange) =>
    turn.mutate(change, {
      onSuccess: () => setIsAsking(false),
      onError: (error) => signInAgain(error, change),
    });
  useKeptChange('turn-switch', (kept) => {
    const change = kept as WriteAccessChange;
    ask(change);
    send(change);
  });

  return (
    <Stack gap="sm">
      <Paper withBorder>
        <SwitchRow
          label="Allow MCP access"
          checked={switches.access}
          disabled={turn.isPending}
          onTurn={(access) => ask({ access })}
          hangs={letIn(connections.total, switches.access)}
        >
          The master switch: off refuses every assistant at its next request, also for reading. Nothing is revoked.
        </SwitchRow>
      </Paper>
      <Paper withBorder>
        <SwitchRow
          label="Allow MCP write access"
          checked={switches.write}
          disabled={turn.isPending}
          onTurn={(write) => ask({ write })}
          hangs={writing(connections.write, switches.access, switches.write)}
          aside={<Signatures signed={connections.write > 0} countersigned={switches.write} />}
        >
          Assistants may create and change records outside billing, for people who allowed it and whose role permits it.
        </SwitchRow>
        <Divider />
        <SwitchRow
          label="Allow MCP billing write"
          checked={switches.billingWrite}
          disabled={turn.isPending || !switches.write}
          onTurn={(billingWrite) => ask({ billingWrite })}
          hangs={
            switches.write
              ? writing(connections.billingWrite, switches.access, switches.billingWrite)
              : 'Needs MCP write access.'
          }
          aside={<Signatures signed={connections.billingWrite > 0} countersigned={switches.billingWrite} />}
        >
          Assistants may also change billing: drafts, and steps that cannot be taken back, such as sending. Drafts that
          were set up to recur are still made while it is off.
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
      {asked && (
        <SwitchDialog
          {...asked}
          opened={isAsking}
          pending={turn.isPending}
          error={turn.error}
          onCancel={() => setIsAsking(false)}
          onConfirm={() => send(asked.change)}
        />
      )}
    </Stack>
  );
}

/** How many connections a write switch decides over now. */
function writing(count: number, access: boolean, isOn: boolean): string {
  if (count === 0) return 'No connection asks for it now.';
  if (!access)
    return `${counted(count, 'connection')} ${isOn ? 'can do this' : 'would get it'} only when MCP access is on, too.`;
  return isOn
    ? `${counted(count, 'connection')} can do this now.`
    : `${counted(count, 'connection')} would get it at once.`;
}

function letIn(count: number, isOn: boolean): string {
  if (count === 0) return 'No assistant is connected now.';
  return `${counted(count, 'connection')} ${count === 1 ? 'is' : 'are'} ${isOn ? 'let in' : 'shut out'} now.`;
}
