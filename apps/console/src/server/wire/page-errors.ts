import { AppError, ERROR_CODES } from '@countersign/contracts/errors';
import type { FastifyError, FastifyInstance } from 'fastify';
import { returnTo } from '../sign-in/return-to.ts';
import { sendNotice } from './notice-page.ts';

/** Errors of addresses that a browser visits leave as a page. */
export function answerPageErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const status = error instanceof AppError ? ERROR_CODES[error.code].status : (error.statusCode ?? 500);
    if (status >= 500) request.log.error({ err: error }, 'request failed');
    const isOurs = error instanceof AppError;
    const again = { href: returnTo(request.url), label: 'Try again' };
    return sendNotice(reply, {
      status,
      title: status >= 500 ? 'Something went wrong on our side' : 'This address could not be read',
      text: isOurs ? error.message : 'Try again in a moment. If it stays, tell whoever runs this service.',
      action: status >= 500 ? again : { href: '/', label: 'Go to the console' },
    });
  });
}
