import dns from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { vi } from 'vitest';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * A server on this machine that a public name leads to, with a certificate that this process trusts: what somebody who owns the name
 * would set up. It answers with what it makes of the address, and notes that it was asked.
 */
export async function serveInside(name: string, answer: (url: string) => object) {
  const { key, cert } = await certificateOf(name);
  const asked: string[] = [];
  const server = createServer({ key, cert }, ({ headers, url }, response) => {
    const address = `https://${headers.host}${url}`;
    asked.push(address);
    response.setHeader('connection', 'close').setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer(address)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const trusted = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...trusted, cert]);
  const lookUp = dns.lookup as (...args: unknown[]) => void;
  const spy = vi
    .spyOn(dns, 'lookup')
    .mockImplementation(((host: string, options: unknown, done: unknown) =>
      lookUp(host === name ? '127.0.0.1' : host, options, done)) as typeof dns.lookup);
  const close = async () => {
    spy.mockRestore();
    tls.setDefaultCACertificates(trusted);
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, asked, close };
}

async function certificateOf(name: string): Promise<{ key: string; cert: string }> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  const exported = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const lines = exported.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----`,
    cert: certificate.toString('pem'),
  };
}
