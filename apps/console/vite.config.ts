import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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
        let firstLoadBytes = 0;
        for (const [fileName, file] of Object.entries(bundle)) {
          if (!/\.(js|css)$/.test(fileName)) continue;
          const content = file.type === 'chunk' ? file.code : file.source;
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: await brotli(content, BROTLI) });
          const zipped = await promisify(gzip)(content);
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: zipped });
          if (file.type === 'chunk' && !file.isDynamicEntry) firstLoadBytes += zipped.length;
        }
        if (firstLoadBytes > FIRST_LOAD_BYTES_MAX) this.error(`The first load is ${firstLoadBytes} bytes of script.`);
      },
    },
  };
}

export default defineConfig({
  root: 'src/web',
  plugins: [react(), compressed()],
  // Replaced in every response with that response's own nonce.
  html: { cspNonce: 'NONCE_OF_THE_RESPONSE' },
  build: { outDir: '../../dist/web', emptyOutDir: true, reportCompressedSize: false, chunkSizeWarningLimit: 1000 },
});
