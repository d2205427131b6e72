import { isSeen } from '@countersign/contracts/visible-text';
import { z } from 'zod';

/** Control characters carry nothing a person typed, and PostgreSQL keeps neither NUL nor half a surrogate pair. */
const CONTROL = /[\p{Cc}\p{Cs}]/u;
const CONTROL_BUT_LINE_BREAKS = /[^\P{Cc}\n\r\t]|\p{Cs}/u;

/** A name or title: one line, trimmed, with something to be seen, at most `max` characters. */
export function Line(max = 200) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !CONTROL.test(text), 'must be one line without control characters')
    .refine(isSeen, 'must hold something that can be seen');
}

/** A description or note: lines of text, trimmed, at most `max` characters; may be empty. */
export function Prose(max = 5000) {
  return z
    .string()
    .trim()
    .max(max)
    .refine((text) => !CONTROL_BUT_LINE_BREAKS.test(text), 'must not hold control characters');
}

/** Part of a name or title to look for, in any case. */
export const SearchText = Line(100).describe('Part of the name, in any case.');
