import { STATUS_CODES } from 'node:http';
import { type AppError, ERROR_CODES } from '@countersign/contracts/errors';
import type { FastifyReply } from 'fastify';

const PROBLEM_JSON = 'application/problem+json';

/** The address of a code's explanation; problems are told apart by it (RFC 9457 §3.1.1). */
export function problemType(consoleUrl: string, code: string): string {
  return `${consoleUrl}/docs/errors.md#${code}`;
}

/** The one formatter of errors for the REST wire (RFC 9457): the facts a program can act on are members beside the sentence. */
export function sendProblem(reply: FastifyReply, error: AppError, consoleUrl: string): FastifyReply {
  const { code, message, details } = error;
  const { status, title, retry } = ERROR_CODES[code];
  return reply.type(PROBLEM_JSON).send({
    ...details,
    type: problemType(consoleUrl, code),
    title,
    status,
    detail: message,
    instance: instanceOf(reply),
    code,
    retry,
  });
}

/** A problem of HTTP itself, which the status says whole (RFC 9457 §4.2.1). */
export function sendHttpProblem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  const title = STATUS_CODES[status];
  return reply
    .code(status)
    .type(PROBLEM_JSON)
    .send({ type: 'about:blank', title, status, detail, instance: instanceOf(reply) });
}

/** The request, by the id that is in the logs. */
function instanceOf({ request }: FastifyReply): string {
  return `urn:uuid:${request.id}`;
}
