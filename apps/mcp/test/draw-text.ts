import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Draw } from '@countersign/contracts/file-kind';

/** Draws a text with a mark that no other drawing has, once there is the file it should wait for. */
export const draw: Draw<{ text: string; waitFor: string | undefined }> = async ({ text, waitFor }) => {
  if (waitFor !== undefined) {
    await writeFile(join(dirname(waitFor), 'begun'), '');
    while (!existsSync(waitFor)) await sleep(20);
  }
  return Buffer.from(`${text} ${randomUUID()}`);
};
