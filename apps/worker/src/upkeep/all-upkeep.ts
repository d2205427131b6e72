import { expireRecords } from './expire-records.ts';
import type { Upkeep } from './upkeep.ts';

export const upkeep: ReadonlyMap<string, Upkeep> = new Map([[expireRecords.name, expireRecords]]);
