import type { SignInsView, SignInView } from '@countersign/contracts/console-connect';
import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/connections/named-statements';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { endSignIns } from './end-sign-ins.ts';
import { type Asking, mySignIns } from './my-sign-ins.ts';

function asking(request: FastifyRequest): Asking {
  const { loginSessionId, person } = sessionOf(request);
  return { userId: person.id, loginSessionId };
}

function chosenFrom(all: readonly SignInView[], id: string): SignInView {
  const chosen = all.find((one) => one.id === id);
  if (!chosen) throw new AppError('not_found', 'This sign-in has ended already. Reload the page to see what is left.');
  if (chosen.isThis) throw new AppError('conflict', 'This is the sign-in you are using. Sign out to end it.');
  return chosen;
}

export async function signInsRoutes(app: FastifyInstance, { env, pool, clock }: ConsoleDeps): Promise<void> {
  const view = async (db: Queries, request: FastifyRequest): Promise<SignInsView> => ({
    signIns: await mySignIns(db, asking(request), clock()),
    passwordUrl: `${env.authUrl}/account/password`,
    passkeysUrl: `${env.authUrl}/account/passkeys`,
  });

  app.get('/sign-ins', (request) => withQueries(pool, (db) => view(db, request)));

  /** Ends those of the person's own that `choose` picks, and answers what is left. */
  async function end(request: FastifyRequest, choose: (all: readonly SignInView[]) => SignInView[]) {
    return transaction(pool, async (db) => {
      const ended = choose(await mySignIns(db, asking(request), clock()));
      await endSignIns(db, ended, sessionOf(request).person.id, auditOrigin(request));
      return view(db, request);
    });
  }

  app.post('/sign-ins/:id/end', (request: FastifyRequest<{ Params: { id: string } }>) =>
    end(request, (all) => [chosenFrom(all, request.params.id)]),
  );
  app.post('/sign-ins/end-others', (request) => end(request, (all) => all.filter(({ isThis }) => !isThis)));
}
