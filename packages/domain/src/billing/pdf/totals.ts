import { isReverseCharged } from '../parties.ts';
import { groupedReference } from '../payments/payment-reference.ts';
import type { Drawing } from './drawing.ts';
import { type Column, FILL, heightOf, PAGE, QUIET, rule, type TextStyle, write } from './page.ts';

const LABELS: Column = { x: 290, width: 125 };
const AMOUNTS: Column = { x: 418, width: PAGE.right - 418 - 6 };
const ROW = 17;
const BOX = 78;

/** VAT for each rate, the totals, and how to pay; all of it on one page. Returns the height below. */
export function drawTotals(drawing: Drawing, from: number): number {
  const { page, document, texts, formats } = drawing;
  const reverse = isReverseCharged(document);
  // Nobody pays a draft.
  const isPayable = document.kind === 'invoice' && document.totalMinor > 0;
  const refund = refundRows(drawing);
  const height =
    (document.vat.length + 3) * ROW + refund.length * 2 * ROW + (reverse ? 34 : 0) + (isPayable ? BOX + 20 : 0);
  let y = from;
  if (y + height > PAGE.bottom) {
    page.addPage();
    y = PAGE.top;
  }
  const row = (label: string, amount: string, strong = false) => {
    const style: TextStyle = strong ? { size: 12, weight: 'bold' } : {};
    write(page, label, LABELS, y, strong ? style : { color: QUIET });
    write(page, amount, AMOUNTS, y, { ...style, align: 'right' });
    y += Math.max(ROW, heightOf(page, label, LABELS, style) + 4);
  };
  row(texts.totalNet, formats.money(document.netMinor));
  for (const { vatBasisPoints, netMinor, vatMinor } of document.vat) {
    row(
      `${texts.vat} ${formats.rate(vatBasisPoints)} ${texts.vatOf} ${formats.money(netMinor)}`,
      formats.money(vatMinor),
    );
  }
  if (document.vat.length > 1) row(texts.totalVat, formats.money(document.vatMinor));
  y += 2;
  rule(page, y, LABELS.x);
  y += 8;
  row(document.kind === 'creditNote' ? texts.credited : texts.toPay, formats.money(document.totalMinor), true);
  for (const [label, amount] of refund) row(label, amount);
  if (reverse) y = write(page, texts.reverseCharge, { x: PAGE.left, width: PAGE.right - PAGE.left }, y + 6);
  return isPayable ? drawPayment(drawing, y + 14) : y;
}

/** Where a credit note's amount goes, when a part of it goes back to the customer. */
function refundRows({ document, texts, formats }: Drawing): [label: string, amount: string][] {
  const { refundableMinor, totalMinor, creditedInvoiceNumber } = document;
  if (refundableMinor === 0) return [];
  const setOffMinor = totalMinor - refundableMinor;
  return [
    ...(setOffMinor > 0 && creditedInvoiceNumber !== null
      ? [[texts.setOff(creditedInvoiceNumber), formats.money(setOffMinor)] as [string, string]]
      : []),
    [texts.toRefund, formats.money(refundableMinor)],
  ];
}

function drawPayment({ page, document, texts, formats }: Drawing, y: number): number {
  const { seller, dueOn, paymentReference, totalMinor } = document;
  page.roundedRect(PAGE.left, y, PAGE.right - PAGE.left, BOX, 4).fill(FILL);
  write(page, texts.payment, { x: PAGE.left + 12, width: 200 }, y + 10, { weight: 'bold' });
  const cells: [label: string, value: string | null][] = [
    ['IBAN', seller.iban && seller.iban.replaceAll(/(.{4})(?=.)/g, '$1 ')],
    ['BIC', seller.bic],
    [texts.paymentReference, paymentReference && groupedReference(paymentReference)],
    [texts.dueDate, dueOn && formats.day(dueOn)],
    [texts.toPay, formats.money(totalMinor)],
  ];
  const widths = [148, 72, 98, 98, 72];
  let x = PAGE.left + 12;
  for (const [index, [label, value]] of cells.entries()) {
    const column = { x, width: (widths[index] ?? 0) - 8 };
    if (value !== null) {
      write(page, label, column, y + 32, { size: 7.5, color: QUIET });
      write(page, value, column, y + 46, { weight: 'bold', size: 9 });
    }
    x += widths[index] ?? 0;
  }
  return y + BOX;
}
