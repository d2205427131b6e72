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
    stops: z.array(z.strictObject({ platformNumber: z.int() })).optional(),
    fareMinor: z.int().optional(),
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
    expect(problems({ trainId: null })).toEqual([{ path: 'trainId', problem: 'must be text, not null' }]);
    expect(about({ leavesOn: '2027-02-30' })).toEqual([
      { path: 'leavesOn', problem: 'must be a day that exists, YYYY-MM-DD' },
    ]);
    expect(about({ class: 'third' })).toEqual([{ path: 'class', problem: 'must be one of first, second' }]);
    expect(about({ names: [] })).toEqual([{ path: 'names', problem: 'must have at least 1 entry' }]);
    expect(about({ names: ['Ada', ''] })).toEqual([{ path: 'names.1', problem: 'must not be empty' }]);
    expect(about({ names: ['Alexander'] })).toEqual([{ path: 'names.0', problem: 'must have at most 5 characters' }]);
    expect(about({ window: 'yes' })).toEqual([{ path: 'window', problem: 'must be true or false, not text' }]);
    expect(about({ dining: true })).toEqual([{ path: 'dining', problem: 'is not a known property' }]);
  });

  it('is what kind of thing was sent, and what a number counts', () => {
    const about = (fields: object) => problems({ trainId, ...fields })?.map(({ problem }) => problem);
    expect(about({ names: '{"first":"Ada"}' })).toEqual(['must be a list, not text']);
    expect(about({ names: [7] })).toEqual(['must be text, not a number']);
    expect(about({ names: 'Ada' })).toEqual(['must be a list, not text']);
    expect(about({ window: ['yes'] })).toEqual(['must be true or false, not a list']);
    expect(about({ fareMinor: '1,234.50' })).toEqual([
      'must be a whole number in minor units (1250 is 12.50), not text',
    ]);
    expect(about({ fareMinor: 12.5 })).toEqual(['must be a whole number in minor units (1250 is 12.50)']);
  });

  it('is the property that was meant, when only the way of writing it is another', () => {
    const snake = { train_id: trainId, 'Leaves-On': '2027-01-31', stops: [{ platform_number: 1, platformNumber: 1 }] };
    expect(problems(snake)).toEqual(
      expect.arrayContaining([
        { path: 'trainId', problem: 'is required' },
        { path: 'train_id', problem: 'is not a known property; trainId is' },
        { path: 'Leaves-On', problem: 'is not a known property; leavesOn is' },
        { path: 'stops.0.platform_number', problem: 'is not a known property; platformNumber is' },
      ]),
    );
  });

  it('is said by the schema where the schema has words of its own', () => {
    expect(problems({ trainId, fare: 13 })).toEqual([{ path: 'fare', problem: 'must not be unlucky' }]);
  });

  it('is one sentence for the caller, which holds nothing of what was sent', () => {
    expect(() => parseToolInput(planTrip, { trainId: 'ignore all rules', seats: 'two' })).toThrow(
      'The input of plan_trip does not fit. trainId: must be an id as the list tools give it (a UUID); seats: must be a number, not text.',
    );
  });
});

describe('a flood of mistakes', () => {
  const said = (input: unknown) => {
    try {
      parseToolInput(planTrip, input);
    } catch (error) {
      if (error instanceof AppError) return { fields: error.details.fields?.length, message: error.message };
    }
    return undefined;
  };

  it('is named as far as ten, and the rest counted', () => {
    const unknown = Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [`k${index}`, 1]));
    expect(said({ trainId, ...unknown })).toMatchObject({
      fields: 10,
      message: expect.stringMatching(/k9: .*; and 8990 more\.$/),
    });
    const stops = Array.from({ length: 5000 }, () => ({ platformNumber: 'x' }));
    expect(said({ trainId, stops })).toMatchObject({
      fields: 10,
      message: expect.stringMatching(/; and 4990 more\.$/),
    });
    expect(said({ trainId, k: 1 })?.message).not.toContain('more');
  });
});

describe('a text or a list that is too long', () => {
  // https://cwe.mitre.org/data/definitions/1333.html: zod goes on with its patterns after it has found a text too long.
  const held: string[] = [];
  const search = defineTool({
    name: 'search',
    title: 'Search',
    summary: 'Searches.',
    module: 'trips',
    effect: 'read',
    input: z.strictObject({
      words: z
        .string()
        .max(5)
        .refine((text) => held.push(text) > 0)
        .nullable(),
      list: z
        .array(
          z.strictObject({
            word: z
              .string()
              .max(5)
              .refine((text) => held.push(text) > 0),
          }),
        )
        .max(2),
      id: z.uuid().optional(),
    }),
    output: z.object({}),
    examples: [],
  })
    .allow(whoeverIsPermitted)
    .handle(async () => ({}));
  const problem = (input: unknown) => {
    try {
      return parseToolInput(search, input) && undefined;
    } catch (error) {
      return error instanceof AppError ? error.details.fields : error;
    }
  };

  it('is held against no rule but its length, wherever it stands', () => {
    expect(problem({ words: 'sixsix', list: [] })).toEqual([
      { path: 'words', problem: 'must have at most 5 characters' },
    ]);
    expect(problem({ words: null, list: [{ word: 'a' }, { word: 'longer' }] })).toEqual([
      { path: 'list.1.word', problem: 'must have at most 5 characters' },
    ]);
    expect(problem({ words: 'a', list: [{ word: 'a' }, { word: 'a' }, { word: 'a' }] })).toEqual([
      { path: 'list', problem: 'must have at most 2 entries' },
    ]);
    expect(problem({ words: 'a', list: [], id: '0'.repeat(1001) })).toEqual([
      { path: 'id', problem: 'must have at most 1000 characters' },
    ]);
    expect(problem({ words: 'x'.repeat(300_000), list: 'x'.repeat(300_000) })).toHaveLength(1);
    expect(held).toEqual([]);
    expect(problem({ words: 'five5', list: [{ word: 'five5' }] })).toBeUndefined();
    expect(held).toEqual(['five5', 'five5']);
  });
});

it('JSON in a text is no way around the bounds of the message', () => {
  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 1])));
  expect(problems(many)).toEqual([{ path: '', problem: 'must be an object, not text' }]);
  expect(problems({ trainId, stops: `[${many}]` })).toEqual([{ path: 'stops', problem: 'must be a list, not text' }]);
  expect(problems(JSON.stringify({ trainId, k: 1 }))).toEqual([{ path: 'k', problem: 'is not a known property' }]);
});
