import { isSeen, onOneLine } from '@countersign/contracts/visible-text';

const NAME_LENGTH_MAX = 60;

/**
 * A client's own name, fit to be shown inside our sentences: control characters and the ones that turn the direction of text around
 * are gone, and it cannot grow into a paragraph. It proves nothing; views wrap it in `<bdi>`.
 */
export function shownClientName(name: string): string {
  const plain = onOneLine(name);
  if (!isSeen(plain)) return 'A client without a name';
  const letters = Array.from(plain);
  return letters.length <= NAME_LENGTH_MAX ? plain : `${letters.slice(0, NAME_LENGTH_MAX).join('')}…`;
}
