import type { UnbilledTime } from '../../time/index.ts';
import { divideHalfUp } from '../rules.ts';

export interface TimeLine {
  readonly description: string;
  readonly quantityThousandths: number;
  readonly unit: string;
  readonly unitPriceMinor: number;
  readonly vatBasisPoints: number;
  /** What it bills. */
  readonly entryIds: readonly string[];
}

/** One line for each task, and for each rate where a task was done at several. Hours are to the thousandth, half up. */
export function timeLines(
  entries: readonly (UnbilledTime & { readonly rateMinor: number })[],
  vatBasisPoints: number,
): TimeLine[] {
  const groups = Map.groupBy(entries, ({ projectId, taskId, rateMinor }) =>
    JSON.stringify([projectId, taskId, rateMinor]),
  );
  return [...groups.values()].flatMap((ofTask) => {
    const [first] = ofTask;
    if (!first) return [];
    const minutes = ofTask.reduce((sum, entry) => sum + entry.minutes, 0);
    return {
      description: [first.projectName, first.taskTitle].filter((part) => part !== null).join(': ') || 'Work',
      quantityThousandths: divideHalfUp(BigInt(minutes) * 1000n, 60n),
      unit: 'h',
      unitPriceMinor: first.rateMinor,
      vatBasisPoints,
      entryIds: ofTask.map(({ id }) => id),
    };
  });
}
