/**
 * What may stand in a name that people are shown. Two joiners are invisible and still letters' own: Persian, Hindi, Sinhala and others are
 * written with them, and emoji are put together by them. They stay where they join something; so do the tags of a flag's emoji.
 */
const VIRAMA = '\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA';
const JOINED = [
  String.raw`(?<=[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200C\u200D](?=[\p{L}\p{M}\p{Extended_Pictographic}])`,
  // Malayalam and Bengali end words with one.
  `(?<=[${VIRAMA}])[\u200C\u200D]`,
  String.raw`(?<=\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0020}-\u{E007F}]`,
].join('|');
/** Control and format characters, private ones and halves of pairs, line ends: unseen, or able to turn the text around them. */
const HIDDEN = String.raw`[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]`;
const JOINED_OR_HIDDEN = new RegExp(`(${JOINED})|${HIDDEN}`, 'gu');

/** Drawn as nothing, though Unicode calls them symbols: the blank Braille pattern, the object's and the null notehead's place. */
const BLANK_SYMBOLS = /[\u2800\uFFFC\u{1D159}]/gu;
/** Hangul fillers, variation selectors and the like: “default ignorable”, drawn as nothing by themselves. */
const IGNORED = /\p{Default_Ignorable_Code_Point}/gu;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether anything of a text is seen. Spaces, marks without a letter and characters that are drawn as nothing are not. */
export function isSeen(text: string): boolean {
  return SEEN.test(text.replace(IGNORED, '').replace(BLANK_SYMBOLS, ''));
}

/** Whether a text holds what must not stand in a name. Says nothing of whether any of it is seen. */
export function hidesSomething(text: string): boolean {
  return Array.from(text.matchAll(JOINED_OR_HIDDEN)).some(([, joined]) => joined === undefined);
}

/** A name on one line: what hides is a space, spaces are one, and none is at its ends. */
export function onOneLine(text: string): string {
  return text
    .replace(JOINED_OR_HIDDEN, (_found, joined?: string) => joined ?? ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
