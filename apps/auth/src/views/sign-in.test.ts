import { expect, it } from 'vitest';
import { signInView } from './sign-in.ts';

const view = {
  action: '/oauth/interaction/x/sign-in',
  formToken: 't',
  returnTo: null,
  isAgain: false,
  passkeyOptions: '{}',
  providers: [{ name: 'google', label: 'Google' }],
};

it('a fragment goes on to a page of ours, and never to a client or another provider', () => {
  const kept = (clientName: string | null) =>
    [...signInView({ ...view, clientName }).matchAll(/<form [^>]*action="([^"]+)" data-keeps-fragment/g)].map(
      ([, action]) => action,
    );
  expect(kept(null)).toEqual(['/oauth/interaction/x/sign-in', '/oauth/interaction/x/sign-in/passkey']);
  expect(kept('Claude')).toEqual([]);
});
