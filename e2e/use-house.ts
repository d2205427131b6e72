import { afterAll, beforeAll } from 'vitest';
import { type House, openHouse } from './house.ts';

/** Gives the calling test file a house for as long as it runs; there is nothing in it before its tests and their hooks do. */
export function useHouse(settings?: Record<string, string>): House {
  const house = {} as House;
  let close: House['close'] | undefined;
  beforeAll(async () => {
    ({ close } = Object.assign(house, await openHouse(settings)));
  });
  afterAll(() => close?.());
  return house;
}
