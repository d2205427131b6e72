import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool } from './define-tool.ts';
import { AppError } from './errors.ts';
import { whoeverIsPermitted } from './policy.ts';
import { parseToolInput } from './tool-input.ts';

const Stop = z.strictObject({ platform: z.int(), name: z.string().min(1).optional() });

const updateTrip = defineTool({
  name: 'update_trip',
  title: 'Update trip',
  summary: 'Changes a trip.',
  module: 'trips',
  effect: 'update',
  input: z.strictObject({
    tripId: z.string().min(1),
    seats: z.int().min(0).optional(),
    share: z.number().optional(),
    window: z.boolean().optional(),
    class: z.enum(['first', 'second']).default('second'),
    leavesOn: z.iso.date().optional(),
    note: z.string().trim().optional(),
    names: z.array(z.string()).optional(),
    stops: z.array(Stop).optional(),
    first: Stop.optional(),
  }),
  output: z.object({}),
  clearable: { leavesOn: null, seats: null, note: '' },
  examples: [],
})
  .allow(whoeverIsPermitted)
  .handle(async () => ({}));

const read = (input: unknown) => parseToolInput(updateTrip, input);
const trip = (fields: object) => read({ tripId: 'a', ...fields });
const asSent = (fields: object) => ({ tripId: 'a', class: 'second', ...fields });

function problem(input: unknown): string {
  try {
    read(input);
  } catch (error) {
    if (error instanceof AppError) return error.message;
  }
  return '';
}

describe('what a client sends is read where it has one reading', () => {
  // openai-agents and Mastra, in strict mode, send null for every optional.
  it('null for an optional is "not given", in nested objects too', () => {
    const nulls = { seats: null, window: null, class: null, leavesOn: null, names: null, clear: null };
    expect(trip({ ...nulls, idempotencyKey: null })).toEqual(asSent({}));
    expect(trip({ stops: [{ platform: 1, name: null }] })).toEqual(asSent({ stops: [{ platform: 1 }] }));
    expect(problem({ tripId: null })).toContain('tripId: must be text, not null');
  });

  // cursor/cursor#3614
  it('empty text for an optional that cannot be empty is "not given", and text where it can', () => {
    expect(trip({ seats: '', window: '', class: '', leavesOn: '', names: '', first: '' })).toEqual(asSent({}));
    expect(trip({ note: '' })).toEqual(asSent({ note: '' }));
    expect(trip({ stops: [{ platform: 1, name: '' }] })).toEqual(asSent({ stops: [{ platform: 1 }] }));
    expect(problem({ tripId: '' })).toContain('tripId: must not be empty');
  });

  // github/github-mcp-server#2044
  it('numbers, truth values, lists and objects may come as text, wherever they stand', () => {
    expect(trip({ seats: '2', share: '0.25', window: 'true' })).toEqual(
      asSent({ seats: 2, share: 0.25, window: true }),
    );
    expect(trip({ window: 'False', seats: ' 3 ' })).toEqual(asSent({ window: false, seats: 3 }));
    expect(trip({ names: '["Ada"]', first: '{"platform":"4"}' })).toEqual(
      asSent({ names: ['Ada'], first: { platform: 4 } }),
    );
    expect(trip({ stops: ['{"platform":1}', { platform: '2' }] })).toEqual(
      asSent({ stops: [{ platform: 1 }, { platform: 2 }] }),
    );
    expect(trip({ clear: '["seats"]' })).toEqual(asSent({ seats: null }));
  });

  it('text stays text, whatever it looks like', () => {
    expect(trip({ note: '12', names: ['true', '[1]', 'null'] })).toEqual(
      asSent({ note: '12', names: ['true', '[1]', 'null'] }),
    );
  });

  it('what has another reading, or none, is refused by name', () => {
    for (const seats of ['1,000', '0x10', '1_000', '007', '+1', '1e999', 'NaN', 'two', true, [1]])
      expect(problem({ tripId: 'a', seats })).toContain('seats: must be');
    for (const window of ['yes', '1', 0, 'truthy'])
      expect(problem({ tripId: 'a', window })).toContain('window: must be');
    for (const names of ['Ada', 'Ada,Ben', '[', '{"0":"Ada"}', 7])
      expect(problem({ tripId: 'a', names })).toContain('names: must be');
    expect(problem({ tripId: 7 })).toContain('tripId: must be text, not a number');
  });

  // anthropics/claude-ai-mcp#591: Cowork
  it('all of it may come as JSON text, or be nothing', () => {
    expect(read('{"tripId":"a","seats":"2"}')).toEqual(asSent({ seats: 2 }));
    for (const nothing of [undefined, null, '', '{}', {}]) expect(problem(nothing)).toContain('tripId: is required');
    for (const other of ['[]', 'tripId', '"{}"', 7, ['a']]) expect(problem(other)).toContain('must be an object');
  });

  // cyanheads/mcp-ts-core#453
  it('what a host keeps among the arguments for itself is left out, and a misspelt name is not', () => {
    const host = { _meta: { a: 1 }, _as_extra: 1, toolCallId: 'x', tool_call_id: 'x', tool_call_description: 'Why' };
    expect(trip(host)).toEqual(asSent({}));
    expect(problem({ tripId: 'a', Seats: 1 })).toContain('Seats: is not a known property; seats is');
    expect(problem({ tripId: 'a', first: { platform: 1, _meta: 1 } })).toContain(
      'first._meta: is not a known property',
    );
  });

  it('a name that every object has is a misspelt one as any other', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty'])
      expect(problem(JSON.parse(`{"tripId":"a","${name}":null}`))).toContain(`${name}: is not a known property`);
    expect(trip(JSON.parse('{"__proto__":{"seats":1}}'))).toEqual(asSent({}));
  });
});

describe('a field is emptied by its name in clear', () => {
  it('and holds then what an empty one holds', () => {
    expect(trip({ clear: ['leavesOn', 'note', 'leavesOn'] })).toEqual(asSent({ leavesOn: null, note: '' }));
    expect(trip({ clear: [], seats: 1 })).toEqual(asSent({ seats: 1 }));
    expect(trip({ clear: ['seats'], seats: null })).toEqual(asSent({ seats: null }));
  });

  it('which cannot be a field that always holds something, nor one that is given beside it', () => {
    expect(problem({ tripId: 'a', clear: ['tripId'] })).toContain('clear.0: must be one of leavesOn, seats, note');
    expect(problem({ tripId: 'a', clear: ['seats'], seats: 0 })).toContain(
      'seats: is given and named in clear too; leave one of them out',
    );
  });
});
