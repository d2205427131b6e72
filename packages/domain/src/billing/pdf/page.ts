import { createRequire } from 'node:module';
import PdfKit from 'pdfkit';

const require = createRequire(import.meta.url);
const REGULAR = require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf');
const BOLD = require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf');

export const INK = '#1c1f23';
export const QUIET = '#5c636b';
export const RULE = '#d5d9de';
export const FILL = '#f3f5f7';

/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89, left: 50, right: 545.28, top: 50, bottom: 762 } as const;

export type Weight = 'regular' | 'bold';

export interface TextStyle {
  readonly size?: number;
  readonly weight?: Weight;
  readonly color?: string;
  readonly align?: 'left' | 'right';
}

/** A place on the page: from `x`, `width` wide. */
export interface Column {
  readonly x: number;
  readonly width: number;
}

/** Figures of one width, so that amounts stand under each other. */
const TEXT = { lineGap: 2, features: ['kern', 'tnum'] } satisfies PDFKit.Mixins.TextOptions;

export type Page = PDFKit.PDFDocument;

export function newDocument(info: {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  readonly madeAt: Date;
}): Page {
  return new PdfKit({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: info.language,
    pdfVersion: '1.7',
    font: REGULAR,
    info: { Title: info.title, Author: info.author, CreationDate: info.madeAt, ModDate: info.madeAt },
  });
}

/** Writes a text into a column at a height, wrapped; returns the height below it. Never starts another page. */
export function write(page: Page, text: string, { x, width }: Column, y: number, style: TextStyle = {}): number {
  use(page, style);
  const shown = printable(text);
  page.text(shown, x, y, { ...TEXT, width, align: style.align ?? 'left', height: PAGE.height });
  return y + page.heightOfString(shown, { ...TEXT, width });
}

/** How high a text will be in a column. */
export function heightOf(page: Page, text: string, { width }: Column, style: TextStyle = {}): number {
  use(page, style);
  return page.heightOfString(printable(text), { ...TEXT, width });
}

export function rule(page: Page, y: number, from: number = PAGE.left): void {
  page.moveTo(from, y).lineTo(PAGE.right, y).lineWidth(0.5).strokeColor(RULE).stroke();
}

function use(page: Page, { size = 9, weight = 'regular', color = INK }: TextStyle): void {
  page
    .font(weight === 'bold' ? BOLD : REGULAR)
    .fontSize(size)
    .fillColor(color);
}

/** What direction marks and other invisible characters would be drawn as is nothing; tabs and the like are spaces. */
function printable(text: string): string {
  return text.replaceAll(/[\t\v\f\r]+/g, ' ').replaceAll(/[^\P{C}\n]/gu, '');
}
