import { memoryUsage } from 'node:process';
import { Worker } from 'node:worker_threads';
import type { Reading } from './reading.ts';

const SECONDS_MAX = 20;
const HEAP_MEGABYTES_MAX = 256;
/** Buffers are outside the thread's heap, and a few bytes of PDF can unfold to gigabytes of them: so much may this process grow meanwhile. */
const GROWTH_BYTES_MAX = 512 * 1024 * 1024;
/** Who has at least this much of it is ended; the others have no part in it. */
const BUFFER_BYTES_MAX = 128 * 1024 * 1024;
const LOOK_EVERY_MS = 50;

/**
 * Reads the text of a PDF in a thread of its own, which is ended when it takes too long or too much memory. The parser runs no
 * script and fetches nothing.
 */
export async function readPdf(bytes: Uint8Array): Promise<Reading> {
  const thread = new Worker(new URL('./pdf-thread.ts', import.meta.url), {
    workerData: new Uint8Array(bytes),
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES_MAX, maxYoungGenerationSizeMb: 32 },
  });
  const rssBefore = memoryUsage.rss();
  const timers: NodeJS.Timeout[] = [];
  try {
    return await new Promise<Reading>((done) => {
      thread.once('message', (answer: Reading) => done(answer));
      thread.once('error', (error: NodeJS.ErrnoException) => {
        done({ failure: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_large' : 'damaged' });
      });
      thread.once('exit', () => done({ failure: 'damaged' }));
      timers.push(setTimeout(() => done({ failure: 'too_slow' }), SECONDS_MAX * 1000));
      timers.push(
        setInterval(() => {
          if (memoryUsage.rss() - rssBefore < GROWTH_BYTES_MAX) return;
          const judge = ({ external_memory }: { external_memory: number }) => {
            if (external_memory > BUFFER_BYTES_MAX) done({ failure: 'too_large' });
          };
          // A thread that begins or ends refuses to say.
          thread.getHeapStatistics().then(judge, () => {});
        }, LOOK_EVERY_MS),
      );
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    await thread.terminate();
  }
}
