import type { z } from 'zod';
import type { Tool } from './define-tool.ts';
import { AppError } from './errors.ts';

const FIELDS_MAX = 10;

/**
 * Parses what a caller sent. Throws `invalid_input` that names each wrong or unknown property by its path and says what it must be, in
 * words that hold nothing of what was sent. A sentence that a schema brings itself goes before the ones here.
 */
export function parseToolInput(tool: Tool, input: unknown): Record<string, unknown> {
  const parsed = tool.input.safeParse(input ?? {}, { error: problemOf });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap(fieldsOf).slice(0, FIELDS_MAX);
  const sentence = fields.map(({ path, problem }) => (path ? `${path}: ${problem}` : problem)).join('; ');
  throw new AppError('invalid_input', `The input of ${tool.name} does not fit. ${sentence}.`, { fields });
}

function fieldsOf(issue: z.core.$ZodIssue): { path: string; problem: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), problem: 'is not a known property' }));
  }
  return [{ path: pathOf(issue.path), problem: issue.message }];
}

const PATH_LENGTH_MAX = 100;

function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.').slice(0, PATH_LENGTH_MAX);
}

/** What a value of each kind is called by somebody who is no programmer; zod's own name where there is none. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'an id as the list tools give it (a UUID)',
  date: 'a day that exists, YYYY-MM-DD',
  datetime: 'a time in ISO 8601, such as 2027-01-31T09:30:00Z',
  email: 'an e-mail address',
  url: 'an absolute address, https://…',
};

/** What is wrong with one value, to follow its path: “must be …”. Undefined leaves the word to zod. */
function problemOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'invalid_format': {
      const format = FORMATS[issue.format];
      return format && `must be ${format}`;
    }
    case 'too_small':
      return boundProblem(issue.origin, 'at least', Number(issue.minimum));
    case 'too_big':
      return boundProblem(issue.origin, 'at most', Number(issue.maximum));
    default:
      return undefined;
  }
}

function boundProblem(origin: string, side: 'at least' | 'at most', bound: number): string {
  if (origin === 'string') {
    return side === 'at least' && bound === 1
      ? 'must not be empty'
      : `must have ${side} ${counted(bound, 'character')}`;
  }
  if (origin === 'array') return `must have ${side} ${bound === 1 ? '1 entry' : `${bound} entries`}`;
  return `must be ${side} ${bound}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
