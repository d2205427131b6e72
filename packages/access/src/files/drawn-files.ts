import { createHash } from 'node:crypto';
import { AppError } from '@countersign/contracts/errors';
import type { FileKind, FilePlan, RenderedFile } from '@countersign/contracts/file-kind';
import { inThread, ThreadFailed } from '@countersign/runtime/in-thread';
import { LRUCache } from 'lru-cache';

/** Some hundreds of pages; what was asked for longest ago goes first. */
const KEPT_BYTES_MAX = 64 << 20;
const KEPT_BYTES_OF_ONE_MAX = 4 << 20;
/** A hundred lines of the longest text take a tenth of it. */
const SECONDS_MAX = 30;

export interface DrawnFiles {
  /** Throws `rate_limited` when the organization has too many waiting, and `unavailable` when drawing took too long. */
  readonly draw: (organizationId: string, fileKind: FileKind, plan: FilePlan) => Promise<RenderedFile>;
}

/**
 * Draws files beside the event loop, each version of one once: whoever asks while it is drawn waits for the same drawing, and it is kept in
 * memory. Organizations take turns. Asks nobody whether they may see it.
 */
export function createDrawnFiles(): DrawnFiles {
  const kept = new LRUCache<string, Uint8Array>({
    maxSize: KEPT_BYTES_MAX,
    maxEntrySize: KEPT_BYTES_OF_ONE_MAX,
    sizeCalculation: ({ byteLength }) => byteLength + 1,
  });
  const drawing = new Map<string, Promise<Uint8Array>>();

  const bytesOf = (owner: string, { kind, drawnBy }: FileKind, page: object): Promise<Uint8Array> => {
    const version = createHash('sha256')
      .update(JSON.stringify([owner, kind, page]))
      .digest('base64url');
    const known = kept.get(version);
    if (known) return Promise.resolve(known);
    let bytes = drawing.get(version);
    if (!bytes) {
      bytes = inThread<Uint8Array>({ owner, module: drawnBy, name: 'draw', input: page, secondsMax: SECONDS_MAX })
        .then((drawn) => {
          kept.set(version, drawn);
          return drawn;
        })
        .finally(() => drawing.delete(version));
      drawing.set(version, bytes);
    }
    return bytes;
  };

  return {
    async draw(organizationId, fileKind, { name, contentType, page }) {
      try {
        return { name, contentType, bytes: await bytesOf(organizationId, fileKind, page) };
      } catch (error) {
        throw error instanceof ThreadFailed ? tellable(error) : error;
      }
    },
  };
}

function tellable(error: ThreadFailed): AppError {
  if (error.reason !== 'busy') {
    return new AppError('unavailable', 'Drawing this file took too much. Divide the document into several.', {
      cause: error,
    });
  }
  return new AppError(
    'rate_limited',
    'This organization has too many files waiting to be drawn. Go on in a few seconds.',
    {
      retryAfterSeconds: 5,
      cause: error,
    },
  );
}
