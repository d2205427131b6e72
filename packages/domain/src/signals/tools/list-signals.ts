import { defineTool } from '@countersign/contracts/define-tool';
import { decodeCursor, pageInput, pageOutput, toPage } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { fixedId } from '@countersign/runtime/ids';
import { z } from 'zod';
import { readableKinds, SIGNALS } from '../rules.ts';
import { Signal } from '../schemas.ts';
import { signalStates } from '../signal-store.ts';

export const listSignals = defineTool({
  name: 'list_signals',
  title: 'List signals',
  summary: 'What the organization watches for, and how much was found. Use list_issues for what was found.',
  module: 'signals',
  effect: 'read',
  input: z.strictObject({ ...pageInput }),
  output: pageOutput(Signal),
  examples: [{}],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { limit, cursor }, tx) => {
    const stateOf = await signalStates(tx);
    const [after = ''] = decodeCursor(cursor, 2) ?? [];
    const signals = readableKinds(ctx)
      .toSorted()
      .filter((kind) => kind > String(after))
      .map((kind) => ({ kind, title: SIGNALS[kind].title, summary: SIGNALS[kind].summary, ...stateOf(kind) }));
    return toPage(signals, limit, ({ kind }) => [kind, fixedId('signal', kind)]);
  });
