import { type Attributes, type Context, context, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';

/** What one process traces with; undefined while tracing is off. */
let tracer: Tracer | undefined;

export function traceWith(started: Tracer | undefined): void {
  tracer = started;
}

export function isTracing(): boolean {
  return tracer !== undefined;
}

/**
 * Runs `work` in a span of the trace under way. Off, it only calls `work`. Attributes hold names and numbers of ours: never an argument, a
 * credential or stored text. Of an error only its code is kept.
 */
export function inSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  if (!tracer) return work();
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: codeOf(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The span of a whole request, below its caller's; whoever starts it ends it. */
export function startRequestSpan(name: string, attributes: Attributes, parent: Context) {
  return tracer?.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
}

/** Runs `work` so that spans it starts belong below this context's. */
export function inContext<T>(of: Context, work: () => T): T {
  return context.with(of, work);
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'error';
}
