import { fileTypeFromBuffer } from 'file-type';
import type { ContentType } from '../schemas.ts';
import { decodeText } from './decode-text.ts';

/**
 * What a file is by its bytes; undefined for anything but PDF, XML, CSV and plain text. The name decides only between the two kinds of
 * text. Does not check that the file is whole: reading does.
 */
export async function sniffContent(bytes: Buffer, name: string): Promise<ContentType | undefined> {
  const found = await fileTypeFromBuffer(bytes);
  if (found?.mime === 'application/pdf') return 'application/pdf';
  if (found !== undefined && found.mime !== 'application/xml') return undefined;
  const text = decodeText(bytes);
  // Whatever holds other control characters was not written as text.
  if (/[^\P{Cc}\n\r\t\f]/u.test(text)) return undefined;
  if (text.trimStart().startsWith('<?xml') || /^\s*<Document[\s>]/.test(text)) return 'application/xml';
  return /\.(csv|tsv)$/i.test(name) ? 'text/csv' : 'text/plain';
}
