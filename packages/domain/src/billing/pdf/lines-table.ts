import type { Drawing } from './drawing.ts';
import { type Column, FILL, heightOf, PAGE, QUIET, rule, type TextStyle, write } from './page.ts';
import type { PrintedLine } from './printed-document.ts';

const COLUMNS = {
  description: { x: PAGE.left + 6, width: 224 },
  quantity: { x: 290, width: 66 },
  unitPrice: { x: 360, width: 76 },
  vat: { x: 438, width: 38 },
  net: { x: 476, width: PAGE.right - 476 - 6 },
} as const satisfies Record<string, Column>;

const PADDING = 5;

type Cell = readonly [text: string, column: Column, style?: TextStyle];

/** The lines, with the names of the columns again on each further page. Returns the height below. */
export function drawLines(drawing: Drawing, from: number): number {
  const { page, document } = drawing;
  let y = drawNames(drawing, from);
  for (const line of document.lines) {
    const cells = cellsOf(drawing, line);
    const height = Math.max(...cells.map(([text, column]) => heightOf(page, text, column))) + PADDING * 2;
    if (y + height > PAGE.bottom) {
      page.addPage();
      y = drawNames(drawing, PAGE.top);
    }
    for (const [text, column, style] of cells) write(page, text, column, y + PADDING, style);
    y += height;
    rule(page, y);
  }
  return y;
}

function drawNames({ page, texts }: Drawing, y: number): number {
  page.rect(PAGE.left, y, PAGE.right - PAGE.left, 20).fill(FILL);
  const quiet: TextStyle = { size: 8, color: QUIET };
  const right: TextStyle = { ...quiet, align: 'right' };
  write(page, texts.description, COLUMNS.description, y + 5, quiet);
  write(page, texts.quantity, COLUMNS.quantity, y + 5, right);
  write(page, texts.unitPrice, COLUMNS.unitPrice, y + 5, right);
  write(page, texts.vat, COLUMNS.vat, y + 5, right);
  write(page, texts.net, COLUMNS.net, y + 5, right);
  return y + 20;
}

function cellsOf({ formats }: Drawing, line: PrintedLine): Cell[] {
  const right = { align: 'right' } as const;
  const quantity = [formats.quantity(line.quantityThousandths), line.unit].filter((part) => part !== null).join(' ');
  return [
    [line.description, COLUMNS.description],
    [quantity, COLUMNS.quantity, right],
    [formats.money(line.unitPriceMinor), COLUMNS.unitPrice, right],
    [formats.rate(line.vatBasisPoints), COLUMNS.vat, right],
    [formats.money(line.netMinor), COLUMNS.net, right],
  ];
}
