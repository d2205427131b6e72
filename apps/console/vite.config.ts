import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

const brotli = promisify(brotliCompress);
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

/** What the first load of any page may weigh as gzip, in bytes of script; more fails the build. */
const FIRST_LOAD_BYTES_MAX = 200_000;

/** Lays a `.br` and a `.gz` beside every text file, so that serving compresses nothing. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      // After everybody else: the build writes the addresses of lazy chunks into the code only then.
      order: 'post',
      async handler(_options, bundle) {
        const scriptBytes = new Map<string, number>();
        for (const [fileName, file] of Object.entries(bundle)) {
          if (!/\.(js|css)$/.test(fileName)) continue;
          const content = file.type === 'chunk' ? file.code : file.source;
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: await brotli(content, BROTLI) });
          const zipped = await promisify(gzip)(content);
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: zipped });
          if (file.type === 'chunk') scriptBytes.set(fileName, zipped.length);
        }
        for (const [page, files] of firstLoads(bundle)) {
          const bytes = files.reduce((sum, file) => sum + (scriptBytes.get(file) ?? 0), 0);
          if (bytes > FIRST_LOAD_BYTES_MAX) this.error(`The first load of ${page} is ${bytes} bytes of script.`);
        }
      },
    },
  };
}

/** What a browser loads before it shows a page: of the entry and of the page's own file, and everything they import outright. */
function firstLoads(bundle: Rolldown.OutputBundle): Map<string, string[]> {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const importsOf = (fileName: string): readonly string[] =>
    chunks.find((chunk) => chunk.fileName === fileName)?.imports ?? [];
  const entries = chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);
  const pages = chunks.filter(({ isDynamicEntry, name }) => isDynamicEntry && name.endsWith('-page'));
  if (pages.length === 0) throw new Error('No page of the bundle was found, so no first load could be measured.');
  return new Map(
    pages.map(({ name, fileName }) => {
      const loaded = new Set<string>();
      const load = (file: string) => {
        if (loaded.has(file)) return;
        loaded.add(file);
        for (const imported of importsOf(file)) load(imported);
      };
      for (const file of [...entries, fileName]) load(file);
      return [name, [...loaded]];
    }),
  );
}

export default defineConfig({
  root: 'src/web',
  plugins: [react(), compressed()],
  // Replaced in every response with that response's own nonce.
  html: { cspNonce: 'NONCE_OF_THE_RESPONSE' },
  build: { outDir: '../../dist/web', emptyOutDir: true, reportCompressedSize: false, chunkSizeWarningLimit: 1000 },
});
