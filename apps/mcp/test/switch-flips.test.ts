import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, call, connect, ERAS, errorCode, setSwitches } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
});
afterAll(() => app.close());

const CALLS = 10_000;
const CALLERS = 24;

describe('turning writing off', () => {
  it(`is never overtaken: of ${CALLS} interleaved calls none that began after the answer succeeds, and no write commits after it`, async () => {
    const accessToken = (await connect(database)).accessToken();
    const organizationId = fixedId('organization', 'acme');
    const sent = { calls: 0 };
    /** Odd while writing is certainly off: raised after an “off” was answered, again before an “on” is asked for. */
    let phase = 0;
    let succeeded = 0;
    let refused = 0;
    const stale: number[] = [];
    const unexpected: string[] = [];

    const caller = async () => {
      while (sent.calls < CALLS) {
        const era = ERAS[sent.calls % 2] ?? 'legacy';
        sent.calls += 1;
        const begunIn = phase;
        const { body } = await app.inject(call(era, 'create_note', { text: 'x' }, accessToken));
        const code = errorCode(body);
        if (code === undefined) {
          succeeded += 1;
          // Begun and answered within one time of being off; a call that waited for the next “on” may succeed.
          if (begunIn % 2 === 1 && phase === begunIn) stale.push(begunIn);
        } else if (code === 'write_disabled') refused += 1;
        else unexpected.push(body);
      }
    };

    const countNotes = async () => {
      const [row] = await withQueries(database.owner, (db) =>
        db
          .selectFrom('idempotencyRecord')
          .select((of) => of.fn.countAll<number>().as('count'))
          .where('tool', '=', 'note')
          .where('organizationId', '=', organizationId)
          .execute(),
      );
      return row?.count;
    };

    let committedWhileOff = 0;
    let flips = 0;
    const admin = async () => {
      while (sent.calls < CALLS) {
        await setSwitches(database.control, 'acme', { mcpWrite: false });
        phase += 1;
        const atOff = await countNotes();
        await new Promise((resolve) => setTimeout(resolve, 8));
        if ((await countNotes()) !== atOff) committedWhileOff += 1;
        phase += 1;
        await setSwitches(database.control, 'acme', { mcpWrite: true });
        flips += 1;
        await new Promise((resolve) => setTimeout(resolve, 12));
      }
    };

    await Promise.all([admin(), ...Array.from({ length: CALLERS }, caller)]);
    expect(unexpected).toEqual([]);
    expect(stale).toEqual([]);
    expect(committedWhileOff).toBe(0);
    // The test means something only if both answers were given, around many flips.
    expect(flips).toBeGreaterThan(20);
    expect(succeeded).toBeGreaterThan(500);
    expect(refused).toBeGreaterThan(500);
  }, 120_000);
});
