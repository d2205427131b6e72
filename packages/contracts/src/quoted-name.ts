import { onOneLine } from './visible-text.ts';

const LENGTH_MAX = 80;

/**
 * A stored name inside a sentence of ours, such as a mail's: in quotation marks it cannot end, on one line, without anything
 * invisible, and short. Whoever chose it chose all of it, so it never stands where a reader would take it for our words.
 */
export function quotedName(name: string): string {
  const line = onOneLine(name)
    .replaceAll(/["“”„«»]/g, '')
    // What a mail program would turn into a link.
    .replaceAll('://', ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const characters = Array.from(line);
  return `“${characters.length > LENGTH_MAX ? `${characters.slice(0, LENGTH_MAX - 1).join('')}…` : line}”`;
}
