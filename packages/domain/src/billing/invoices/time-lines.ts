import type { UnbilledTime } from '../../time/index.ts';
import { hoursThousandths } from '../rules.ts';

export interface TimeLine {
  readonly description: string;
  readonly quantityThousandths: number;
  readonly minutes: number;
  readonly unit: string;
  readonly unitPriceMinor: number;
  readonly vatBasisPoints: number;
  readonly projectId: string | null;
  /** What it bills. */
  readonly entryIds: readonly string[];
}

/**
 * One line for each task, and for each rate where a task was done at several. A line is priced by its minutes, which `workIn` and the project
 * report group and round alike; hours in thousandths are for reading.
 */
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
      quantityThousandths: hoursThousandths(minutes),
      minutes,
      unit: 'h',
      unitPriceMinor: first.rateMinor,
      vatBasisPoints,
      projectId: first.projectId,
      entryIds: ofTask.map(({ id }) => id),
    };
  });
}
