import type { CatalogueEntry } from '@countersign/contracts/catalogue';
import { AppError } from '@countersign/contracts/errors';
import { type InputAnswers, InputRequired } from '@countersign/contracts/input-required';
import { counter, durations } from '@countersign/runtime/metrics';
import { inSpan } from '@countersign/runtime/span';
import type { CallTool } from './call-tool.ts';
import type { Caller } from './pass-of.ts';

const called = counter('tool_calls_total', 'Tool calls by what they came to: ok, or an error code.', [
  'tool',
  'outcome',
]);
const took = durations('tool_call_duration', 'A tool call from its gate to its commit.', ['tool']);

/** The same calls, counted, timed and in a span each. */
export function meteredCallTool(callTool: CallTool): CallTool {
  return async (caller: Caller, entry: CatalogueEntry, input: unknown, answers?: InputAnswers) => {
    const tool = entry.tool.name;
    const stop = took.startTimer({ tool });
    let outcome = 'internal';
    try {
      const result = await inSpan(`tool ${tool}`, { 'countersign.tool': tool }, () =>
        callTool(caller, entry, input, answers),
      );
      outcome = result instanceof InputRequired ? 'input_required' : 'ok';
      return result;
    } catch (error) {
      if (error instanceof AppError) outcome = error.code;
      throw error;
    } finally {
      stop();
      called.inc({ tool, outcome });
    }
  };
}
