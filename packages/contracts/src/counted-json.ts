/** What a text of JSON holds, counted without building any of it. */
export interface JsonCount {
  /** Members and entries, of every object and list together. */
  readonly values: number;
  readonly depth: number;
}

/** Far more than any tool takes: a document of a hundred lines has some seven hundred. */
export const JSON_VALUES_MAX = 10_000;
/** An input has five levels at most. */
export const JSON_DEPTH_MAX = 32;

export type CountedJson =
  | { readonly value: unknown; readonly excess?: undefined }
  /** `value` is then the beginning of each object and list, so that what is wrong can be named. It is never worked with. */
  | { readonly value: unknown; readonly excess: JsonCount };

/**
 * Parses JSON after it was counted: building a million values takes a thousand times as long as counting them, and whatever looks at them
 * afterwards takes longer still. Undefined for text that is no JSON.
 */
export function parseCountedJson(text: string): CountedJson | undefined {
  const count = countJson(text);
  const isExcess = count.values > JSON_VALUES_MAX || count.depth > JSON_DEPTH_MAX;
  try {
    return isExcess ? { value: JSON.parse(beginningsOf(text)), excess: count } : { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const [MARK, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const isOpening = (code: number) => code === 0x7b || code === 0x5b;
const isClosing = (code: number) => code === 0x7d || code === 0x5d;

function countJson(text: string): JsonCount {
  let values = 1;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === MARK) at = endOfString(text, at);
    else if (code === COMMA) values += 1;
    else if (isOpening(code)) {
      values += 1;
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (isClosing(code)) depth -= 1;
  }
  return { values, depth: deepest };
}

/** Where the string ends that begins here; the end of the text for one that does not. */
function endOfString(text: string, from: number): number {
  for (let mark = text.indexOf('"', from + 1); mark >= 0; mark = text.indexOf('"', mark + 1)) {
    let before = mark - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((mark - before) % 2 === 1) return mark;
  }
  return text.length;
}

const MEMBERS_KEPT = 20;
const LEVELS_KEPT = 8;

/** The same JSON with the first members of everything, and with nothing below some levels. What is no JSON stays none. */
function beginningsOf(text: string): string {
  const kept: string[] = [];
  /** How many members the objects and lists around have had. */
  const members: number[] = [];
  let from = 0;
  /** How many brackets are open in what is left out. */
  let left = 0;
  let leftWhole = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === MARK) at = endOfString(text, at);
    else if (isOpening(code)) {
      if (left > 0) left += 1;
      else if (members.length < LEVELS_KEPT) members.push(1);
      else {
        kept.push(text.slice(from, at), 'null');
        left = 1;
        leftWhole = true;
      }
    } else if (isClosing(code)) {
      if (left === 0) members.pop();
      else {
        left -= 1;
        if (left > 0) continue;
        from = leftWhole ? at + 1 : at;
        if (!leftWhole) members.pop();
      }
    } else if (code === COMMA && left === 0) {
      const place = members.length - 1;
      members[place] = (members[place] ?? 0) + 1;
      if ((members[place] ?? 0) <= MEMBERS_KEPT) continue;
      kept.push(text.slice(from, at));
      left = 1;
      leftWhole = false;
    }
  }
  // A bracket that never closes leaves the rest out, and no JSON.
  if (left === 0) kept.push(text.slice(from));
  return kept.join('');
}
