import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { insertReservation } from '../vehicle-store.ts';

export const reserveVehicle = defineTool({
  name: 'reserve_vehicle',
  title: 'Reserve vehicle',
  summary: 'Reserve a vehicle of the pool for one day.',
  module: 'vehicles',
  effect: 'create',
  input: z.strictObject({
    vehicleId: z.uuid().describe('From list_vehicles.'),
    day: z.iso.date(),
    purpose: z.string().trim().min(1).max(200),
  }),
  output: z.object({ day: z.iso.date() }),
  examples: [{ vehicleId: '$vehicleId', day: '2027-01-11', purpose: 'Delivery to Turku' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, reservation, tx) => {
    if (await insertReservation(ctx, tx, reservation)) return { day: reservation.day };
    throw new AppError('conflict', 'The vehicle is reserved on that day. Choose another day, or another vehicle.');
  });
