import { type Context, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { counter, durations } from './metrics.ts';
import { inContext, isTracing, startRequestSpan } from './span.ts';
import { parseTraceParent } from './traceparent.ts';

const answered = counter('http_requests_total', 'Requests answered.', ['method', 'route', 'status']);
const took = durations('http_request_duration', 'From the request’s head to the end of its answer.', [
  'method',
  'route',
]);

/** Gives every answer its request id, counts and times the requests, and puts each in a span while tracing is on. */
export function watchRequests(app: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, { readonly span: Span; readonly context: Context }>();

  app.addHook('onRequest', (request, reply, done) => {
    // On the raw answer: what is behind some routes writes it by itself.
    reply.raw.setHeader('x-request-id', request.id);
    if (!isTracing()) return done();
    const [method, route] = [request.method, routeOf(request)];
    const attributes = { 'http.request.method': method, 'http.route': route, 'countersign.request_id': request.id };
    const span = startRequestSpan(`${method} ${route}`, attributes, callerOf(request));
    if (!span) return done();
    const context = trace.setSpan(ROOT_CONTEXT, span);
    spans.set(request, { span, context });
    inContext(context, done);
  });

  // Reading a body leaves the context of the request's head.
  app.addHook('preHandler', (request, _reply, done) => {
    const watched = spans.get(request);
    if (watched) inContext(watched.context, done);
    else done();
  });

  app.addHook('onResponse', async (request, reply) => {
    const [method, route] = [request.method, routeOf(request)];
    answered.inc({ method, route, status: String(reply.statusCode) });
    took.observe({ method, route }, reply.elapsedTime / 1000);
    const span = spans.get(request)?.span;
    span?.setAttribute('http.response.status_code', reply.statusCode);
    span?.end();
  });
}

/** The pattern that matched, never the address: that would be a value for every id. Built files are one route. */
function routeOf(request: FastifyRequest): string {
  const route = request.routeOptions.url;
  if (route === undefined) return 'none';
  return route.startsWith('/assets/') ? '/assets/*' : route;
}

function callerOf(request: FastifyRequest): Context {
  const parent = parseTraceParent(request.headers['traceparent']);
  if (!parent) return ROOT_CONTEXT;
  const { traceId, spanId, flags } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: flags, isRemote: true });
}
