import { JSON_DEPTH_MAX, JSON_VALUES_MAX, type JsonCount } from './counted-json.ts';
import type { Tool } from './define-tool.ts';
import { AppError } from './errors.ts';
import { parseToolInput } from './tool-input.ts';

/** An input that holds more than is looked at, in the place of it: the beginning of everything in it, to name what is wrong. */
export class ExcessiveInput {
  readonly beginning: unknown;
  readonly count: JsonCount;

  constructor(beginning: unknown, count: JsonCount) {
    this.beginning = beginning;
    this.count = count;
  }
}

/** What its caller is told: how much it holds and may hold, and what is wrong in its beginning. */
export function excessiveInputError(tool: Tool, { beginning, count }: ExcessiveInput): AppError {
  const [problem] =
    count.values > JSON_VALUES_MAX
      ? [`holds ${count.values} values, and may hold ${JSON_VALUES_MAX}`]
      : [`goes ${count.depth} levels deep, and may go ${JSON_DEPTH_MAX}`];
  const known = mistakesIn(tool, beginning);
  const sentence = [problem, ...known.map((field) => `${field.path}: ${field.problem}`)].join('; ');
  return new AppError(
    'invalid_input',
    `The input of ${tool.name} ${sentence}. Divide it, or leave out what the tool does not know.`,
    {
      fields: known.length > 0 ? known : [{ path: '', problem }],
    },
  );
}

function mistakesIn(tool: Tool, beginning: unknown) {
  try {
    parseToolInput(tool, beginning);
    return [];
  } catch (error) {
    return error instanceof AppError ? (error.details.fields ?? []) : [];
  }
}
