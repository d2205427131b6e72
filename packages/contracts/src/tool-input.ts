import type { z } from 'zod';
import type { Tool } from './define-tool.ts';
import { AppError } from './errors.ts';
import { inputAsMeant } from './input-as-meant.ts';
import { lengthProblems } from './input-lengths.ts';

const FIELDS_MAX = 10;

type Problem = { readonly path: string; readonly problem: string };

/**
 * Parses what a caller sent, the same for every wire: as it is meant, then checked, then with what `clear` names emptied. Throws `invalid_input` that names each
 * wrong or unknown property by its path and says what it must be, in words that hold nothing of what was sent. A sentence that a
 * schema brings itself goes before the ones here.
 */
export function parseToolInput(tool: Tool, input: unknown): Record<string, unknown> {
  const meant = inputAsMeant(tool.input, input);
  const tooLong = lengthProblems(tool, meant).map(({ path, problem }) => ({ path: pathOf(path), problem }));
  if (tooLong.length > 0) throw unfit(tool, tooLong);
  const parsed = tool.input.safeParse(meant, { error: problemOf });
  if (!parsed.success) throw unfit(tool, parsed.error.issues.flatMap(fieldsOf), unnamedIn(parsed.error.issues));
  return withCleared(tool, parsed.data);
}

function withCleared(tool: Tool, input: Record<string, unknown>): Record<string, unknown> {
  if (Object.keys(tool.clearable).length === 0) return input;
  const { clear = [], ...said } = input as { readonly clear?: readonly string[] };
  const both = clear.filter((name) => Object.hasOwn(said, name));
  if (both.length > 0) {
    throw unfit(
      tool,
      both.map((path) => ({ path, problem: 'is given and named in clear too; leave one of them out' })),
    );
  }
  return { ...said, ...Object.fromEntries(clear.map((name) => [name, tool.clearable[name]])) };
}

function unfit(tool: Tool, found: readonly Problem[], unnamed = 0): AppError {
  const problems = new Map<string, string>();
  // Of one place the first problem: what follows from it tells nobody more.
  for (const { path, problem } of found) if (!problems.has(path)) problems.set(path, problem);
  const fields = [...problems].map(([path, problem]) => ({ path, problem })).slice(0, FIELDS_MAX);
  const more = problems.size + unnamed - fields.length;
  const named = fields.map(({ path, problem }) => (path ? `${path}: ${problem}` : problem));
  const sentence = [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  return new AppError('invalid_input', `The input of ${tool.name} does not fit. ${sentence}.`, { fields });
}

/** How many unknown properties `fieldsOf` leaves out: naming each would cost as much as whoever sent them likes. */
function unnamedIn(issues: readonly z.core.$ZodIssue[]): number {
  const counts = issues.map((issue) => (issue.code === 'unrecognized_keys' ? issue.keys.length - FIELDS_MAX : 0));
  return counts.reduce((sum, count) => sum + Math.max(0, count), 0);
}

function fieldsOf(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const problems = issue.message.split('\n');
    return issue.keys
      .slice(0, FIELDS_MAX)
      .map((key, index) => ({ path: pathOf([...issue.path, key]), problem: problems[index] ?? '' }));
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

/** What a whole number counts, by the end of its name: people and models write the amount as they would say it. */
const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/Minor$/, 'in minor units (1250 is 12.50)'],
  [/Thousandths$/, 'in thousandths (1500 is 1.5)'],
  [/BasisPoints$/, 'in hundredths of a percent (2550 is 25.5 %)'],
];

/** What is wrong with one value, to follow its path: “must be …”. Undefined leaves the word to zod. */
function problemOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : kindProblem(issue);
    case 'unrecognized_keys':
      // One line for each.
      return issue.keys
        .slice(0, FIELDS_MAX)
        .map((key) => unknownProblem(key, issue.inst))
        .join('\n');
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

/** That a list or a number was sent as text is seen at once when it is said. */
function kindProblem({ expected, input, path }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string {
  const unit = UNITS.find(([ending]) => ending.test(String(path?.at(-1))))?.[1];
  const wanted = unit ? `a whole number ${unit}` : (KINDS[expected] ?? expected);
  const kind = input === null ? 'null' : Array.isArray(input) ? 'array' : typeof input;
  const isAnother = kind !== (expected === 'int' ? 'number' : expected);
  return `must be ${wanted}${isAnother ? `, not ${KINDS[kind] ?? kind}` : ''}`;
}

function unknownProblem(key: string, schema: unknown): string {
  const folded = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const meant = Object.keys((schema as z.ZodObject | undefined)?.shape ?? {}).find(
    (name) => folded(name) === folded(key),
  );
  return meant ? `is not a known property; ${meant} is` : 'is not a known property';
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
