import type { SwitchesView, WriteAccessChange, WriteAccessView } from '@countersign/contracts/console-api';
import { counted } from '../parts/counted.ts';

/** How many connections are let in, may write, and may write billing. */
interface Able {
  readonly access: number;
  readonly write: number;
  readonly billingWrite: number;
}

/** Where a change leads: write takes billing with it when it goes. */
export function switchesAfter(before: SwitchesView, change: WriteAccessChange): SwitchesView {
  const write = change.write ?? before.write;
  return {
    access: change.access ?? before.access,
    write,
    billingWrite: write && (change.billingWrite ?? before.billingWrite),
  };
}

function able({ access, write, billingWrite }: SwitchesView, { connections }: WriteAccessView): Able {
  return {
    access: access ? connections.total : 0,
    write: access && write ? connections.write : 0,
    billingWrite: access && billingWrite ? connections.billingWrite : 0,
  };
}

/** Who loses or gains what by a change, in whole sentences, the gravest first. Nobody is a sentence, too. */
export function effectOf(view: WriteAccessView, change: WriteAccessChange): string[] {
  const { switches, connections } = view;
  const next = switchesAfter(switches, change);
  const [before, after] = [able(switches, view), able(next, view)];

  if (next.access !== switches.access) {
    if (connections.total === 0) return ['No connection is there to notice.'];
    const many = counted(connections.total, 'connection');
    if (!next.access) return [`${many} ${verb(connections.total, 'stop')} at once: the very next request is refused.`];
    return [
      `${many} ${verb(connections.total, 'work')} again at once.`,
      ...(after.write > 0 ? [`${inWords(after.write)} of them may write.`] : []),
      ...(after.billingWrite > 0 ? [`${inWords(after.billingWrite)} of them may write billing.`] : []),
    ];
  }
  if (!next.access) return ['MCP access is off, so no connection notices until it is turned on.'];
  return [
    ...(next.write === switches.write ? [] : [moved(before.write, after.write, 'writing')]),
    ...(next.billingWrite === switches.billingWrite
      ? []
      : [moved(before.billingWrite, after.billingWrite, 'billing writing')]),
  ];
}

function moved(before: number, after: number, what: string): string {
  const count = Math.abs(after - before);
  const does = after > before ? 'gain' : 'lose';
  if (count === 0) return `No connection gains or loses ${what}.`;
  return `${counted(count, 'connection')} ${verb(count, does)} ${what} at once.`;
}

function inWords(count: number): string {
  return count === 1 ? 'One' : String(count);
}

function verb(count: number, plural: string): string {
  return count === 1 ? `${plural}s` : plural;
}
