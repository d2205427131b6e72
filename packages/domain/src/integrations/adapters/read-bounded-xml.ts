import { XMLParser } from 'fast-xml-parser';

/** Deeper, wider or with more names than any message of ISO 20022. What reads it holds up everything else of its process meanwhile. */
const DEPTH_MAX = 50;
const NAMES_MAX = 500;
const ELEMENTS_MAX = 200_000;
/** Before anything is parsed: an element has two tags, and few have attributes. */
const TAGS_MAX = 500_000;
const EQUAL_SIGNS_MAX = 50_000;

/** More of it than is read, though it may be well formed. */
class TooMuch extends Error {}

export type BoundedXml = { readonly root: unknown } | { readonly failure: 'malformed' | 'too_much' };

/**
 * Reads XML into objects, with `@` before the names of attributes; `lists` are the elements that are arrays even when there is one. No
 * entity is ever expanded, so a file can neither name another file nor unfold to more than it is.
 */
export function readBoundedXml(text: string, lists: ReadonlySet<string>): BoundedXml {
  if (countOf('<', text) > TAGS_MAX || countOf('=', text) > EQUAL_SIGNS_MAX) return { failure: 'too_much' };
  let elements = 0;
  const names = new Set<string>();
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    maxNestedTags: DEPTH_MAX,
    isArray: (name) => lists.has(name),
    updateTag: (name) => {
      if (++elements > ELEMENTS_MAX || names.add(name).size > NAMES_MAX) throw new TooMuch();
      return true;
    },
  });
  try {
    return { root: parser.parse(text, true) };
  } catch (error) {
    return { failure: error instanceof TooMuch ? 'too_much' : 'malformed' };
  }
}

function countOf(mark: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) count++;
  return count;
}
