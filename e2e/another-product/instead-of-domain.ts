import { registerHooks } from 'node:module';

/** Imported before an app, puts this product in the place of the back office, as exchanging `packages/domain` does. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@countersign/domain/catalogue'
      ? { url: new URL('catalogue.ts', import.meta.url).href, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});
