import { EnvError } from '@countersign/runtime/env';
import { expect, it } from 'vitest';
import { readExternalProviders } from './external-provider-settings.ts';

const GOOGLE = {
  OIDC_PROVIDERS: 'google',
  OIDC_GOOGLE_ISSUER: 'https://accounts.google.com',
  OIDC_GOOGLE_CLIENT_ID: 'id',
  OIDC_GOOGLE_CLIENT_SECRET: 'secret',
  OIDC_GOOGLE_ALLOWED_DOMAINS: 'Example.com, example.org',
};

it('there is none unless one is named', () => {
  expect(readExternalProviders({})).toEqual([]);
  expect(readExternalProviders({ ...GOOGLE, OIDC_PROVIDERS: '' })).toEqual([]);
});

it('each is read under its name, in the order of the list', () => {
  const entra = Object.entries(GOOGLE).map(([key, value]) => [key.replace('GOOGLE', 'ENTRA'), value]);
  const read = readExternalProviders({
    ...Object.fromEntries(entra),
    ...GOOGLE,
    OIDC_PROVIDERS: 'entra, google',
    OIDC_ENTRA_ISSUER: 'https://login.microsoftonline.com/0000/v2.0',
    OIDC_ENTRA_LABEL: 'Microsoft',
  });
  expect(read.map(({ name, label, issuer }) => [name, label, issuer])).toEqual([
    ['entra', 'Microsoft', 'https://login.microsoftonline.com/0000/v2.0'],
    ['google', 'Google', 'https://accounts.google.com'],
  ]);
  expect(read[1]).toMatchObject({
    clientId: 'id',
    clientSecret: 'secret',
    allowedDomains: ['example.com', 'example.org'],
  });
});

it.each([
  [{ OIDC_PROVIDERS: 'Google Inc' }, 'OIDC_PROVIDERS: must be different names'],
  [{ OIDC_PROVIDERS: 'google,google' }, 'OIDC_PROVIDERS: must be different names'],
  [{ OIDC_GOOGLE_ISSUER: '' }, 'OIDC_GOOGLE_ISSUER: is not set. Give the provider’s issuer'],
  [{ OIDC_GOOGLE_ISSUER: 'http://accounts.google.com' }, 'OIDC_GOOGLE_ISSUER: must be the provider’s issuer: an https'],
  [{ OIDC_GOOGLE_CLIENT_ID: '' }, 'OIDC_GOOGLE_CLIENT_ID: is not set. The provider names it'],
  [{ OIDC_GOOGLE_CLIENT_SECRET: '' }, 'OIDC_GOOGLE_CLIENT_SECRET: is not set. The provider names it'],
  [{ OIDC_GOOGLE_ALLOWED_DOMAINS: '' }, 'OIDC_GOOGLE_ALLOWED_DOMAINS: is not set. Name the e-mail domains'],
  [{ OIDC_GOOGLE_ALLOWED_DOMAINS: '*' }, 'OIDC_GOOGLE_ALLOWED_DOMAINS: must be e-mail domains'],
  [{ OIDC_GOOGLE_ALLOWED_DOMAINS: ' , ' }, 'OIDC_GOOGLE_ALLOWED_DOMAINS: must be e-mail domains'],
])('%j is refused at boot with the variable’s name and the cure', (changed, message) => {
  const read = () => readExternalProviders({ ...GOOGLE, ...changed });
  expect(read).toThrow(EnvError);
  expect(read).toThrow(message);
});
