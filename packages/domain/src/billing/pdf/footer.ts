import type { Drawing } from './drawing.ts';
import { addressOf } from './head.ts';
import { type Column, PAGE, QUIET, rule, write } from './page.ts';

const TEXT: Column = { x: PAGE.left, width: 400 };
const NUMBER: Column = { x: PAGE.right - 90, width: 90 };
const TOP = PAGE.bottom + 18;

/** On every page: who the seller is and where to ask, and which page this is. */
export function drawFooters({ page, document, texts }: Drawing): void {
  const { seller } = document;
  const who = [seller.name, ...addressOf(seller, seller.country, texts)].join(', ');
  const ids = [
    seller.businessId && `${texts.businessId} ${seller.businessId}`,
    seller.vatId && `${texts.vatId} ${seller.vatId}`,
    seller.email,
    seller.phone,
  ].filter((part) => part !== null);
  const { start, count } = page.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    page.switchToPage(start + index);
    rule(page, TOP - 8);
    const below = write(page, who, TEXT, TOP, { size: 7.5, color: QUIET });
    write(page, ids.join('  ·  '), TEXT, below, { size: 7.5, color: QUIET });
    write(page, texts.page(index + 1, count), NUMBER, TOP, { size: 7.5, color: QUIET, align: 'right' });
  }
}
