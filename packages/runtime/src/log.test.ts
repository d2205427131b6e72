import { expect, it } from 'vitest';
import { createLog } from './log.ts';

function logged(object: object): string {
  let text = '';
  createLog('test', 'info', {
    write: (line) => {
      text += line;
    },
  }).info(object, 'something happened');
  return text;
}

it('keeps the code of an error, which says what went wrong', () => {
  const error = (code: string) => logged({ err: Object.assign(new Error('failed'), { code }) });
  for (const code of ['23505', '40P01', 'ECONNREFUSED', 'FST_ERR_CTP_BODY_TOO_LARGE', 'OAUTH_RESPONSE_BODY_ERROR']) {
    expect(error(code)).toContain(`"code":"${code}"`);
  }
});

it.each(['password', 'code', 'code_verifier', 'access_token', 'refresh_token', 'client_secret'])(
  'hides a %s',
  (name) => {
    const secret = 'P0Jabsx7EdbmV4gmCrj5jg4D05lywPcEkTunXOdscJwA';
    for (const object of [{ body: { [name]: secret } }, { params: { [name]: secret } }, { err: { [name]: secret } }]) {
      expect(logged(object)).not.toContain(secret);
    }
  },
);

it('hides the signed part of an address, and shows ids', () => {
  const id = '01a21487-8e72-703d-849b-5cea9b12c75e';
  const signed = 'P0Jabsx7EdbmV4gmCrj5jg4D05lywPcEkTunXOdscJwAP0Jabsx7EdbmV4gmCrj5jg4D05lywPcEkTunXOdscJwA';
  expect(logged({ req: { method: 'GET', url: `/files/${signed}` } })).toContain('"path":"/files/[redacted]"');
  expect(logged({ req: { method: 'GET', url: `/records/${id}?x=1` } })).toContain(`"path":"/records/${id}"`);
});

it('hides the headers that carry credentials and the query of an address', () => {
  const headers = { authorization: 'Bearer secret-value', cookie: 'countersign_login=secret-value' };
  expect(logged({ req: { method: 'GET', url: '/callback?code=secret-value', headers } })).not.toContain('secret-value');
});
