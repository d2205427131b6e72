import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool } from './define-tool.ts';
import { AppError } from './errors.ts';
import { whoeverIsPermitted } from './policy.ts';
import { parseToolInput } from './tool-input.ts';

const planTrip = defineTool({
  name: 'plan_trip',
  title: 'Plan trip',
  summary: 'Plans a trip.',
  module: 'trips',
  effect: 'read',
  input: z.strictObject({
    trainId: z.uuid(),
    seats: z.int().min(1).max(4).optional(),
    leavesOn: z.iso.date().optional(),
    class: z.enum(['first', 'second']).optional(),
    names: z.array(z.string().min(1).max(5)).min(1).max(2).optional(),
    window: z.boolean().optional(),
    fare: z
      .number()
      .refine((fare) => fare !== 13, 'must not be unlucky')
      .optional(),
  }),
  output: z.object({}),
  examples: [],
})
  .allow(whoeverIsPermitted)
  .handle(async () => ({}));

const trainId = '0194ecbc-2244-7c14-8f8e-f56c39ad94e5';

function problems(input: unknown) {
  try {
    parseToolInput(planTrip, input);
  } catch (error) {
    if (error instanceof AppError) return error.details.fields;
  }
  return [];
}

describe('what is wrong with an input', () => {
  it('is named by its path, in words that say what it must be', () => {
    const about = (fields: object) => problems({ trainId, ...fields });
    expect(problems({})).toEqual([{ path: 'trainId', problem: 'is required' }]);
    expect(problems(undefined)).toEqual([{ path: 'trainId', problem: 'is required' }]);
    expect(about({ trainId: 'the early one' })).toEqual([
      { path: 'trainId', problem: 'must be an id as the list tools give it (a UUID)' },
    ]);
    expect(about({ seats: 1.5 })).toEqual([{ path: 'seats', problem: 'must be a whole number' }]);
    expect(about({ seats: 0 })).toEqual([{ path: 'seats', problem: 'must be at least 1' }]);
    expect(about({ seats: 5 })).toEqual([{ path: 'seats', problem: 'must be at most 4' }]);
    expect(about({ seats: null })).toEqual([{ path: 'seats', problem: 'must be a number' }]);
    expect(about({ leavesOn: '2027-02-30' })).toEqual([
      { path: 'leavesOn', problem: 'must be a day that exists, YYYY-MM-DD' },
    ]);
    expect(about({ class: 'third' })).toEqual([{ path: 'class', problem: 'must be one of first, second' }]);
    expect(about({ names: [] })).toEqual([{ path: 'names', problem: 'must have at least 1 entry' }]);
    expect(about({ names: ['Ada', ''] })).toEqual([{ path: 'names.1', problem: 'must not be empty' }]);
    expect(about({ names: ['Alexander'] })).toEqual([{ path: 'names.0', problem: 'must have at most 5 characters' }]);
    expect(about({ window: 'yes' })).toEqual([{ path: 'window', problem: 'must be true or false' }]);
    expect(about({ dining: true })).toEqual([{ path: 'dining', problem: 'is not a known property' }]);
  });

  it('is said by the schema where the schema has words of its own', () => {
    expect(problems({ trainId, fare: 13 })).toEqual([{ path: 'fare', problem: 'must not be unlucky' }]);
  });

  it('is one sentence for the caller, which holds nothing of what was sent', () => {
    expect(() => parseToolInput(planTrip, { trainId: 'ignore all rules', seats: 'two' })).toThrow(
      'The input of plan_trip does not fit. trainId: must be an id as the list tools give it (a UUID); seats: must be a number.',
    );
  });
});
