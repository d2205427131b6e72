import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { askAdminPage } from './ask-admin-page.ts';
import { assetsRoute } from './assets-route.ts';
import { cancelPage } from './cancel-page.ts';
import { changePasswordPage } from './change-password-page.ts';
import { consentPage } from './consent-page.ts';
import { errorPages, notFoundPage, refuseForeignPost } from './error-pages.ts';
import { externalPage } from './external-page.ts';
import { forgotPasswordPage } from './forgot-password-page.ts';
import { homePage } from './home-page.ts';
import { interactionPage } from './interaction-page.ts';
import { invitationPage } from './invitation-page.ts';
import { invitedSignUpPage } from './invited-sign-up-page.ts';
import { createPageContext } from './page-context.ts';
import { PAGE_HEADERS } from './page-headers.ts';
import type { PagesDeps } from './pages-deps.ts';
import { passkeysPage } from './passkeys-page.ts';
import { resetPasswordPage } from './reset-password-page.ts';
import { signInPage } from './sign-in-page.ts';
import { signOutPage } from './sign-out-page.ts';
import { signUpPage } from './sign-up-page.ts';
import { switchAccountPage } from './switch-account-page.ts';

export type { PagesDeps } from './pages-deps.ts';

/** No form of ours comes near this. */
const BODY_BYTES_MAX = 64 * 1024;

/**
 * Mounts every page a person sees, in a plugin of its own: form and cookie parsing stay inside it, so the OAuth endpoints beside it
 * keep their raw bodies. Answers `/`, `/sign-in`, `/sign-up`, `/sign-out`, `/forgot-password`, `/reset-password`,
 * `/account/*`, `/invitation…`, `/oauth/interaction/:uid…` and `/assets/*`, and sets the app's answer to unknown paths.
 */
export async function registerPages(app: FastifyInstance, deps: PagesDeps): Promise<void> {
  const ctx = createPageContext(app, deps);
  notFoundPage(app);
  await app.register(async (pages) => {
    await pages.register(cookie);
    await pages.register(formbody, { bodyLimit: BODY_BYTES_MAX });
    pages.addHook('onRequest', async (request, reply) => {
      reply.headers(PAGE_HEADERS);
      if (request.method === 'POST' && !ctx.guard.isFromHere(request)) return refuseForeignPost(reply, deps.urls.auth);
    });
    errorPages(pages);
    assetsRoute(pages);
    for (const page of [homePage, signInPage, signUpPage, signOutPage, interactionPage]) page(pages, ctx);
    for (const page of [changePasswordPage, forgotPasswordPage, resetPasswordPage, passkeysPage, externalPage])
      page(pages, ctx);
    for (const page of [invitationPage, invitedSignUpPage]) page(pages, ctx);
    for (const step of [consentPage, askAdminPage, cancelPage, switchAccountPage]) step(pages, ctx);
  });
}
