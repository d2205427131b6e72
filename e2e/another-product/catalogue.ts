import { defineCatalogue, filesOf, jobsOf } from '@countersign/contracts/catalogue';
import type { Module } from '@countersign/contracts/define-tool';
import { notFound } from '@countersign/contracts/errors';
import { listVehicles } from './tools/list-vehicles.ts';
import { reserveVehicle } from './tools/reserve-vehicle.ts';

/** The smallest product that is one: a pool of vehicles that an organization's people share. */
const vehicles: Module = {
  name: 'vehicles',
  title: 'Vehicles',
  area: 'general',
  tools: [listVehicles, reserveVehicle],
};

const modules = [vehicles];

/** What the apps ask of `@countersign/domain/catalogue`, and all that they ask of a product. */
export const catalogue = defineCatalogue(modules);
export const jobs = jobsOf(modules);
export const files = filesOf(modules);

/** Nothing here has a page in the console. */
export async function readRecord(): Promise<never> {
  throw notFound('record');
}
