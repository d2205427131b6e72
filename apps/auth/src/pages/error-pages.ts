import { AppError, ERROR_CODES } from '@countersign/contracts/errors';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { type Message, messageView } from '../views/message.ts';
import { PAGE_HEADERS } from './page-headers.ts';
import { sendPage } from './send-page.ts';

/** When a form did not come from the page it belongs to, or that page was too old. */
export function refuseForm(reply: FastifyReply, page: string): FastifyReply {
  return sendPage(
    reply,
    messageView({
      title: 'This form was out of date',
      paragraphs: [
        'It was shown to somebody else, or before you last signed in or out, so it was not taken. Nothing has changed.',
        'Open the page again and repeat what you wanted to do.',
      ],
      link: { href: page, text: 'Open the page again' },
    }),
    403,
  );
}

/** When a browser says that the post comes from another site. */
export function refuseForeignPost(reply: FastifyReply, authUrl: string): FastifyReply {
  return sendPage(
    reply,
    messageView({
      title: 'This came from another site',
      paragraphs: [
        `Forms are taken from ${authUrl} only. Nothing has changed.`,
        'If you opened this server under another address, open it under that one and try again.',
      ],
    }),
    403,
  );
}

export function showExpiredInteraction(reply: FastifyReply): FastifyReply {
  return sendPage(
    reply,
    messageView({
      title: 'This request has expired',
      paragraphs: [
        'It was open for too long, was finished already, or was started in another browser. Nothing more will happen with it.',
        'Go back to the program you came from and connect again.',
      ],
    }),
    400,
  );
}

/** Answers what went wrong below the pages, and paths that are nobody's. */
export function errorPages(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | AppError>((error, request, reply) => {
    // The authorization server's word for an interaction that ended while we looked.
    if (error.name === 'SessionNotFound') return showExpiredInteraction(reply);
    const status = statusOf(error);
    if (status >= 500) request.log.error({ err: error }, 'page failed');
    if (status === 503) reply.header('retry-after', 5);
    return sendPage(reply, messageView(words(status, request.id)), status);
  });
}

export function notFoundPage(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    reply.headers(PAGE_HEADERS);
    const forPrograms = /^\/(?:oauth(?!\/interaction\/)|\.well-known)\//.test(request.url);
    if (!forPrograms && request.headers.accept?.includes('text/html'))
      return sendPage(reply, messageView(words(404, request.id)), 404);
    return reply.code(404).send({ error: 'not_found', error_description: 'There is nothing at this address.' });
  });
}

function statusOf(error: FastifyError | AppError): number {
  if (error instanceof AppError) return ERROR_CODES[error.code].status;
  const { statusCode = 500 } = error;
  return statusCode >= 400 ? statusCode : 500;
}

function words(status: number, requestId: string): Message {
  if (status === 404) {
    return {
      title: 'There is no such page',
      paragraphs: ['The address may be mistyped, or the page has moved.'],
      link: { href: '/', text: 'Go to the start page' },
    };
  }
  if (status === 429) {
    return { title: 'Too many requests', paragraphs: ['Wait a minute, then try again. Nothing is lost.'] };
  }
  if (status === 503) {
    return {
      title: 'Not available at the moment',
      paragraphs: [
        'We cannot reach our database, so nothing could be checked and nothing has been allowed.',
        'Wait a minute, then load this page again.',
      ],
      reference: requestId,
    };
  }
  if (status < 500) {
    return {
      title: 'That could not be read',
      paragraphs: ['The form was incomplete or too large. Nothing has changed. Go back and try again.'],
      reference: requestId,
    };
  }
  return {
    title: 'Something failed on our side',
    paragraphs: [
      'It is noted in our log. If you were about to allow a client, look at your connections before you try again.',
    ],
    reference: requestId,
  };
}
