import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { ConsoleEnv } from '../../env.ts';

/**
 * Scripts come from our own files only. Style elements that the component library makes carry the response's nonce; style
 * attributes are set by script through the CSSOM, which the policy does not concern. Nothing may frame us.
 */
export async function securityHeaders(app: FastifyInstance, { consoleUrl }: ConsoleEnv): Promise<void> {
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    hsts: consoleUrl.startsWith('https:') && { maxAge: 31_536_000, includeSubDomains: false },
  });
}
