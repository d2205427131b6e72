import { context } from '@opentelemetry/api';
import { traceWith } from './span.ts';

const EXPORT_EVERY_MS = 5000;

/**
 * Sends spans to an OpenTelemetry collector over OTLP/HTTP. Without an endpoint nothing is loaded and nothing is traced. Returns what to call when
 * closing: it sends what is left. A collector that cannot be reached costs spans, never a request.
 */
export async function startTracing(service: string, endpoint: string | undefined): Promise<() => Promise<void>> {
  if (endpoint === undefined) return async () => {};
  const [{ BatchSpanProcessor, TracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }, hooks] =
    await Promise.all([
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/context-async-hooks'),
    ]);
  context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable());
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `countersign-${service}` }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: EXPORT_EVERY_MS })],
  });
  traceWith(provider.getTracer('countersign'));
  return async () => {
    traceWith(undefined);
    await provider.shutdown();
    context.disable();
  };
}
