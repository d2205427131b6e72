// The thread in which readPdf reads one PDF: its bytes are the thread's data, its answer is one message.
import { parentPort, workerData } from 'node:worker_threads';
import { getDocumentProxy } from 'unpdf';
import { keptText } from './read-text.ts';
import type { Reading } from './reading.ts';

const PAGES_MAX = 500;
const TEXT_LENGTH_MAX = 2_000_000;

parentPort?.postMessage(await read(workerData as Uint8Array), []);

async function read(bytes: Uint8Array): Promise<Reading> {
  try {
    const pdf = await getDocumentProxy(bytes, {
      disableFontFace: true,
      enableXfa: false,
      stopAtErrors: false,
      verbosity: 0,
    });
    const pages: string[] = [];
    let length = 0;
    for (let number = 1; number <= Math.min(pdf.numPages, PAGES_MAX) && length < TEXT_LENGTH_MAX; number++) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('');
      pages.push(text);
      length += text.length;
      page.cleanup();
    }
    return keptText({ text: pages.join('\n\n'), pageCount: pdf.numPages });
  } catch (error) {
    return { failure: error instanceof Error && error.name === 'PasswordException' ? 'protected' : 'damaged' };
  }
}
