import type { Tool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import type { z } from 'zod';

const FIELDS_MAX = 10;

/** Parses what a caller sent; throws `invalid_input` that names each wrong or unknown property by its path. */
export function parseInput(tool: Tool, input: unknown): Record<string, unknown> {
  const parsed = tool.input.safeParse(input ?? {});
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
