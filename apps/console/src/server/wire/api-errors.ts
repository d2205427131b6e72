import { RECENT_SIGN_IN_MINUTES } from '@countersign/access/principals/recent-sign-in';
import { type ConsoleError, RECENT_SIGN_IN_REQUIRED } from '@countersign/contracts/console-api';
import { AppError, ERROR_CODES } from '@countersign/contracts/errors';
import type { FastifyError, FastifyInstance } from 'fastify';

/** A change that did not come from one of the console's own pages. */
export class CrossSiteRequest extends Error {
  override readonly name = 'CrossSiteRequest';
}

/** A change that asks for a sign-in of just now; the page leads there and comes back. */
export class RecentSignInRequired extends Error {
  override readonly name = 'RecentSignInRequired';
}

interface Answer {
  readonly status: number;
  readonly error: ConsoleError['error'];
}

/** Every error of the API leaves in one shape, in sentences of ours. */
function answerTo(error: unknown): Answer {
  if (error instanceof AppError) {
    const { code, message, details } = error;
    return {
      status: ERROR_CODES[code].status,
      error: { code, message, ...(details.fields && { fields: details.fields }) },
    };
  }
  if (error instanceof CrossSiteRequest) {
    const message = 'This change did not come from a page of the console. Reload the page and try again.';
    return { status: 403, error: { code: 'cross_site_request', message } };
  }
  if (error instanceof RecentSignInRequired) {
    const message = `You signed in more than ${RECENT_SIGN_IN_MINUTES} minutes ago. Sign in once more to do this. Nothing has changed.`;
    return { status: 403, error: { code: RECENT_SIGN_IN_REQUIRED, message } };
  }
  const { statusCode } = error as Partial<FastifyError>;
  if (statusCode !== undefined && statusCode < 500) {
    const message = 'The request could not be read. Reload the page and try again.';
    return { status: statusCode, error: { code: 'invalid_input', message } };
  }
  const message = 'Something went wrong on our side. Try again; if it stays, tell whoever runs this service.';
  return { status: 500, error: { code: 'internal', message } };
}

export function answerApiErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const answer = answerTo(error);
    if (answer.status >= 500) request.log.error({ err: error }, 'request failed');
    if (answer.error.code === 'unavailable') void reply.header('retry-after', '5');
    return reply.code(answer.status).send({ error: answer.error } satisfies ConsoleError);
  });
}
