import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { CONSOLE_CLIENT_ID } from './console-client.ts';

const { Check, Prompt } = interactionPolicy;

/**
 * Every authorization passes the pages: once to say who continues, once to consent. The provider's stock checks are left out: they
 * would skip consent that was given before, add a page for native clients, and loop when less is approved than was asked.
 */
export function createInteractionPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.clear();
  policy.add(
    new Prompt(
      { name: 'login', requestable: true },
      new Check('sign_in', 'sign-in is required', 'login_required', (ctx) => !ctx.oidc.result?.login),
    ),
  );
  policy.add(
    new Prompt(
      { name: 'consent', requestable: true },
      new Check('consent', 'consent is required', 'consent_required', needsConsent),
    ),
  );
  return policy;
}

function needsConsent({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.client?.clientId !== CONSOLE_CLIENT_ID && !oidc.result?.consent;
}
