import { expect, it } from 'vitest';
import { plainAddress } from './key-gate.ts';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['unknown', null],
  ['192.0.2.1, 192.0.2.2', null],
  ['192.0.2.0/24', null],
  ['', null],
])('the address %j is %j to an allow-list', (address, plain) => {
  expect(plainAddress(address)).toBe(plain);
});
