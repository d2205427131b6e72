export type AnswerType = 'application/json' | 'text/event-stream';

const JSON_TYPE = /^application\/(?:[a-z0-9!#$&^_.-]+\+)?json$/;

/**
 * Whether a body says that it is JSON: `application/json`, or a type that is written in JSON (`+json`, RFC 6839), in any letter case and with any
 * parameters; JSON is UTF-8 whatever a charset says (RFC 8259 §8.1). A body without a type, or with one that a page may send anywhere (`text/plain`), does not.
 */
export function isJson(contentType: string | undefined): boolean {
  return JSON_TYPE.test(typeOf(contentType ?? ''));
}

/**
 * How to answer whoever sends this Accept (RFC 9110 §12.5.1): as JSON, which everybody else has always been answered in, where it takes that; as one event when it
 * takes events alone; undefined when it takes neither. No header, and one that names nothing, takes everything. Parameters but the weight are
 * not looked at, and Java's lone star is any type.
 */
export function answerType(accept: string | undefined): AnswerType | undefined {
  const ranges = rangesOf(accept);
  const takes = (type: AnswerType) => weightOf(ranges, type) > 0;
  if (takes('application/json')) return 'application/json';
  return takes('text/event-stream') ? 'text/event-stream' : undefined;
}

/** Whether somebody looks at an address with a browser, which asks for a page by name and would rather have it than JSON. */
export function prefersPage(accept: string | undefined): boolean {
  const ranges = rangesOf(accept);
  const page = ranges.find(({ range }) => range === 'text/html')?.weight ?? 0;
  return page > 0 && page >= weightOf(ranges, 'application/json');
}

interface Range {
  readonly range: string;
  readonly weight: number;
}

function rangesOf(accept: string | undefined): Range[] {
  const ranges = (accept ?? '').split(',').flatMap((part): Range[] => {
    const type = typeOf(part);
    if (type === '') return [];
    const weight = Number(/;\s*q\s*=\s*"?([\d.]+)/i.exec(part)?.[1] ?? 1);
    return [{ range: type === '*' ? '*/*' : type, weight: Number.isNaN(weight) ? 1 : weight }];
  });
  return ranges.length > 0 ? ranges : [{ range: '*/*', weight: 1 }];
}

/** By the most specific range that covers the type. */
function weightOf(ranges: readonly Range[], type: string): number {
  const covering = [type, `${type.slice(0, type.indexOf('/'))}/*`, '*/*'];
  for (const wanted of covering) {
    const weights = ranges.filter(({ range }) => range === wanted).map(({ weight }) => weight);
    if (weights.length > 0) return Math.max(...weights);
  }
  return 0;
}

/** A type without its parameters; of a header that a proxy joined with itself the first. */
function typeOf(header: string): string {
  return (/^[^;,]*/.exec(header)?.[0] ?? '').trim().toLowerCase();
}
