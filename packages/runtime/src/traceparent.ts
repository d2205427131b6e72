/** The caller's span, as W3C Trace Context names it. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: number;
}

const FORM = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

/** Reads a `traceparent` header (W3C Trace Context §3.2); undefined when there is none or it is malformed. Whoever calls may send any. */
export function parseTraceParent(header: string | readonly string[] | undefined): TraceParent | undefined {
  const [, traceId, spanId, flags] = (typeof header === 'string' && FORM.exec(header)) || [];
  return traceId && spanId && flags ? { traceId, spanId, flags: Number.parseInt(flags, 16) } : undefined;
}
