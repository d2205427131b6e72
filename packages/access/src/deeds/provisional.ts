import type { Deed } from '@countersign/contracts/oversight/deed';

const PATHS_MAX = 50;

/**
 * Where a dry run's answer holds what the real call gives anew: ids of records it made, and values that are given when it happens, such as
 * a number. `given` names those fields by kind.
 */
export function provisionalPaths(
  answer: unknown,
  deed: Deed | undefined,
  given: ReadonlyMap<string, readonly string[]>,
): string[] {
  const values = new Set<unknown>();
  const fields = new Set<string>();
  for (const { record, part, happened, fields: told } of deed?.changes ?? []) {
    if (happened === 'created') values.add(part ? part.id : record.id);
    for (const name of given.get(part?.kind ?? record.kind) ?? []) {
      const value = told[name];
      if (value && value.before === null) {
        fields.add(name);
        values.add(value.after);
      }
    }
  }
  values.delete(null);
  const paths: string[] = [];
  const walk = (value: unknown, path: readonly string[]) => {
    if (paths.length === PATHS_MAX) return;
    if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) walk(member, [...path, name]);
    } else if (values.has(value) && (typeof value === 'string' || fields.has(path.at(-1) ?? ''))) {
      paths.push(path.join('.'));
    }
  };
  walk(answer, []);
  return paths;
}
