import type { Logger } from '@countersign/runtime/log';
import type { FastifyInstance } from 'fastify';

/** Does work that no answer waits for, so that how long it takes tells nobody anything. A failure is logged. */
export type AfterAnswer = (failure: string, work: () => Promise<void>) => void;

/** Closing the app waits for what is under way. */
export function createAfterAnswer(app: FastifyInstance, log: Logger): AfterAnswer {
  const running = new Set<Promise<void>>();
  app.addHook('onClose', async () => void (await Promise.all(running)));
  return (failure, work) => {
    const done = work()
      .catch((error: unknown) => log.error({ err: error }, failure))
      .finally(() => running.delete(done));
    running.add(done);
  };
}
