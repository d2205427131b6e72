export interface Part {
  readonly kind: 'text' | 'link';
  readonly text: string;
  /** Where it begins in the whole. */
  readonly at: number;
}

const ADDRESS = /https?:\/\/[^\s<>"”]+[^\s<>"”.,;:!?)]/g;

/** A plain text in parts, of which addresses can be followed. */
export function withLinks(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    parts.push(
      { kind: 'text', text: text.slice(from, match.index), at: from },
      { kind: 'link', text: match[0], at: match.index },
    );
    from = match.index + match[0].length;
  }
  parts.push({ kind: 'text', text: text.slice(from), at: from });
  return parts.filter((part) => part.text !== '');
}
