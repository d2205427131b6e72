import { AppError, notFound } from '@countersign/contracts/errors';
import { hoursThousandths, type LineAmounts } from './rules.ts';
import type { DocumentLine, KeptLine, NewLine } from './schemas.ts';

/** A line of a document with all it needs to be priced. */
export interface PricedLine extends LineAmounts {
  readonly id?: string | undefined;
  readonly description: string;
  readonly minutes: number | null;
  readonly unit: string | null;
  /** Where the document is for several. */
  readonly projectId?: string | null | undefined;
}

/** A line as a caller said it: one piece unless a quantity or minutes are named. Throws `invalid_input` naming `path` when both are. */
export function pricedLine(line: NewLine, path: string): PricedLine {
  const { quantityThousandths = 1000, minutes, unit, ...rest } = line;
  if (minutes === undefined) return { ...rest, quantityThousandths, minutes: null, unit: unit ?? null };
  const hours = hoursThousandths(minutes);
  // What was read is often sent back as it was.
  if (line.quantityThousandths !== undefined && line.quantityThousandths !== hours) {
    refuse(`${path}.minutes`, 'name minutes or quantityThousandths, not both.', 'besides quantityThousandths');
  }
  return { ...rest, quantityThousandths: hours, minutes, unit: unit ?? 'h' };
}

export function pricedLines(lines: readonly NewLine[]): PricedLine[] {
  return lines.map((line, index) => pricedLine(line, `lines.${index}`));
}

/**
 * The lines of a changed document. Of one named by its id what is not named stays; a new one is priced as it is said. Throws `not_found` for an id
 * that none of `before` has, `invalid_input` for a new line that lacks something.
 */
export function keptLines(lines: readonly KeptLine[], before: readonly DocumentLine[]): PricedLine[] {
  const left = new Map(before.map((line) => [line.id, line]));
  return lines.map((line, index) => {
    const path = `lines.${index}`;
    const { id, ...said } = line;
    if (id === undefined) return pricedLine(complete(said, path), path);
    const own = left.get(id);
    if (!left.delete(id) || !own) throw notFound('line');
    return { ...changed(own, said, path), id };
  });
}

function changed(own: DocumentLine, said: Omit<KeptLine, 'id'>, path: string): PricedLine {
  const { description, unit, unitPriceMinor, vatBasisPoints } = own;
  const sameQuantity = said.quantityThousandths === undefined || said.quantityThousandths === own.quantityThousandths;
  const quantity =
    sameQuantity && own.minutes !== null ? { minutes: own.minutes } : { quantityThousandths: own.quantityThousandths };
  const rest = { description, unit, unitPriceMinor, vatBasisPoints, projectId: own.projectId ?? undefined };
  const named = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const renamed = said.minutes === undefined ? quantity : {};
  return pricedLine({ ...rest, ...renamed, ...named }, path);
}

function complete(said: Omit<KeptLine, 'id'>, path: string): NewLine {
  const { description, unitPriceMinor, vatBasisPoints, ...rest } = said;
  if (description === undefined) return required(path, 'description');
  if (unitPriceMinor === undefined) return required(path, 'unitPriceMinor');
  if (vatBasisPoints === undefined) return required(path, 'vatBasisPoints');
  return { ...rest, description, unitPriceMinor, vatBasisPoints };
}

function required(path: string, name: string): never {
  refuse(`${path}.${name}`, 'is required of a line that is new.', 'is required');
}

function refuse(path: string, sentence: string, problem: string): never {
  throw new AppError('invalid_input', `${path}: ${sentence}`, { fields: [{ path, problem }] });
}
