import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AppError } from '@countersign/contracts/errors';
import { create, type Font } from 'fontkit';
import type { Buyer, Seller } from '../parties.ts';

const require = createRequire(import.meta.url);
let font: Font | undefined;

/** The font documents are set in, by its table of characters; read once. */
function documentFont(): Font {
  font ??= create(readFileSync(require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'))) as Font;
  return font;
}

/** Scripts that run from right to left, whose order nothing here sets, and marks that turn text around. */
const RIGHT_TO_LEFT =
  /[\p{Bidi_Control}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Not drawn: tabs and line ends become spaces, other invisible characters nothing. */
const UNDRAWN = /[\p{Cc}\p{Zl}\p{Zp}\u200b\ufeff]/u;
const NAMED_MAX = 12;

/** The characters of a text that the page would show wrong or not at all, each once. */
export function unprintableIn(text: string): string[] {
  const characters = new Set(text);
  return [...characters].filter(
    (character) =>
      !UNDRAWN.test(character) &&
      (RIGHT_TO_LEFT.test(character) || !documentFont().hasGlyphForCodePoint(character.codePointAt(0) ?? 0)),
  );
}

interface Page {
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly reference: string | null;
  readonly note: string | null;
  readonly lines: readonly { readonly description: string; readonly unit: string | null }[];
}

/**
 * Throws `conflict` naming the characters, and where they stand, that the page of a document could not show: an issued document is never
 * changed, so it must be readable first.
 */
export function refuseUnprintable({ seller, buyer, reference, note, lines }: Page): void {
  const places: Record<string, string | null> = {
    ...Object.fromEntries(Object.entries(seller).map(([name, value]) => [`seller.${name}`, value as string | null])),
    ...Object.fromEntries(Object.entries(buyer).map(([name, value]) => [`customer.${name}`, value as string | null])),
    reference,
    note,
    ...Object.fromEntries(
      lines.map(({ description, unit }, index) => [`lines.${index}`, `${description} ${unit ?? ''}`]),
    ),
  };
  const found = Object.entries(places).flatMap(([place, text]) => {
    const characters = unprintableIn(text ?? '');
    return characters.length > 0 ? [{ place, characters }] : [];
  });
  if (found.length === 0) return;
  const all = [...new Set(found.flatMap(({ characters }) => characters))];
  const named = all.slice(0, NAMED_MAX).map((character) => `${character} (${codeOf(character)})`);
  const more = all.length > NAMED_MAX ? ` and ${all.length - NAMED_MAX} more` : '';
  throw new AppError(
    'conflict',
    `The page cannot show these characters: ${named.join(', ')}${more}. They stand in ${found.map(({ place }) => place).join(', ')}. Write these in Latin, Greek or Cyrillic letters, then issue it.`,
    { places: found.map(({ place }) => place), characters: all.slice(0, NAMED_MAX) },
  );
}

const codeOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
