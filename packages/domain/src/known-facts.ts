/** Facts of a record that are known, by their labels. */
export function knownFacts(facts: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).flatMap(([label, value]) => (value ? [[label, value]] : [])));
}
