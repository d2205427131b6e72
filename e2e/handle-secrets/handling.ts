import type { House } from '../house.ts';
import type { SecretCollector } from '../secret-collector.ts';

/** A house, and where every secret that it is handed or hands out is collected. */
export interface Handling {
  readonly house: House;
  readonly collected: SecretCollector;
}
