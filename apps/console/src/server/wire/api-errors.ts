import type { ConsoleError } from '@countersign/contracts/console-api';
import { AppError, ERROR_CODES } from '@countersign/contracts/errors';
import type { FastifyError, FastifyInstance } from 'fastify';

/** A change that did not come from one of the console's own pages. */
export class CrossSiteRequest extends Error {
  override readonly name = 'CrossSiteRequest';
}

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Every error of the API leaves in one shape, in sentences of ours. */
function answerTo(error: unknown): Answer {
  if (error instanceof AppError) {
    return { status: ERROR_CODES[error.code].status, code: error.code, message: error.message };
  }
  if (error instanceof CrossSiteRequest) {
    return {
      status: 403,
      code: 'cross_site_request',
      message: 'This change did not come from a page of the console. Reload the page and try again.',
    };
  }
  const { statusCode } = error as Partial<FastifyError>;
  if (statusCode !== undefined && statusCode < 500) {
    return {
      status: statusCode,
      code: 'invalid_input',
      message: 'The request could not be read. Reload the page and try again.',
    };
  }
  return {
    status: 500,
    code: 'internal',
    message: 'Something went wrong on our side. Try again; if it stays, tell whoever runs this service.',
  };
}

export function answerApiErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const { status, code, message } = answerTo(error);
    if (status >= 500) request.log.error({ err: error }, 'request failed');
    if (code === 'unavailable') void reply.header('retry-after', '5');
    return reply.code(status).send({ error: { code, message } } satisfies ConsoleError);
  });
}
