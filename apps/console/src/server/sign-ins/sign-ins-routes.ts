import type { SignInsView } from '@countersign/contracts/console-connect';
import { AppError } from '@countersign/contracts/errors';
import { transaction, withQueries } from '@countersign/db/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { endingWith, endSignIns } from './end-sign-ins.ts';
import { type Asking, mySignIns, type SignIn } from './my-sign-ins.ts';

function asking(request: FastifyRequest): Asking {
  const { idHash, person } = sessionOf(request);
  return { userId: person.id, idHash };
}

function chosenFrom(all: readonly SignIn[], id: string): SignIn {
  const chosen = all.find(({ view }) => view.id === id);
  if (!chosen) throw new AppError('not_found', 'This sign-in has ended already. Reload the page to see what is left.');
  if (chosen.view.isThis) throw new AppError('conflict', 'This is the sign-in you are using. Sign out to end it.');
  return chosen;
}

export async function signInsRoutes(app: FastifyInstance, { pool, clock }: ConsoleDeps): Promise<void> {
  app.get('/sign-ins', async (request): Promise<SignInsView> => {
    const signIns = await withQueries(pool, (db) => mySignIns(db, asking(request), clock()));
    return { signIns: signIns.map(({ view }) => view) };
  });

  /** Ends those of the person's own that `choose` picks, and answers what is left. */
  async function end(request: FastifyRequest, choose: (all: readonly SignIn[]) => SignIn[]): Promise<SignInsView> {
    return transaction(pool, async (db) => {
      const ended = choose(await mySignIns(db, asking(request), clock()));
      await endSignIns(db, ended, sessionOf(request).person.id, auditOrigin(request));
      const left = await mySignIns(db, asking(request), clock());
      return { signIns: left.map(({ view }) => view) };
    });
  }

  app.post('/sign-ins/:id/end', (request: FastifyRequest<{ Params: { id: string } }>) =>
    end(request, (all) => endingWith(chosenFrom(all, request.params.id), all)),
  );
  app.post('/sign-ins/end-others', (request) => end(request, (all) => all.filter(({ view }) => !view.isThis)));
}
