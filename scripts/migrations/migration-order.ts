/** By name, the digest of its statements. */
export type Migrations = ReadonlyMap<string, string>;

/** Which of them were changed or taken away. `before` is what somebody may have applied. */
export function changedSince(now: Migrations, before: Migrations): string[] {
  return [...before]
    .filter(([name, digest]) => now.get(name) !== digest)
    .map(
      ([name]) =>
        `Migration ${name} was changed or removed. Who applied it would not get the change: write another one.`,
    );
}

/** Which of them are new and sort before one that is published already. */
export function lateAfter(now: Migrations, published: Migrations): string[] {
  const last = [...published.keys()].toSorted().at(-1) ?? '';
  return [...now.keys()]
    .filter((name) => !published.has(name) && name < last)
    .toSorted()
    .map((name) => `Migration ${name} comes late: ${last} is there already. Give it the next free number.`);
}
