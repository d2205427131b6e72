import { BlockList, isIP, isIPv6 } from 'node:net';
import { z } from 'zod';

/** Fewer bits than this, and a range of public addresses holds strangers; the largest that hosting providers publish have more. */
const BITS_MIN = { 4: 8, 6: 16 } as const;
/** In an IPv6 address that stands for an IPv4 one these come before it. */
const MAPPED_BITS = 96;

const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', MAPPED_BITS, 'ipv6');
/** Addresses of nobody on the internet, which are one's own network however wide the range (RFC 4193, RFC 4291). */
const ownNetwork = new BlockList();
ownNetwork.addSubnet('fc00::', 7, 'ipv6');
ownNetwork.addSubnet('fe80::', 10, 'ipv6');

/** What is wrong with a proxy's address or range; undefined for nothing. */
function problemOf(range: string): string | undefined {
  const [address = '', bits, ...more] = range.split('/');
  const version = isIP(address) as 0 | 4 | 6;
  const width = version === 4 ? 32 : 128;
  if (version === 0 || more.length > 0 || (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > width))) {
    return 'must be addresses or CIDR ranges separated by commas, such as 10.0.0.0/8';
  }
  return holdsStrangers(address, Number(bits ?? width))
    ? `${range} is everybody, or nearly: who is believed chooses the address that is counted, limited and written down. Give the proxies’ own addresses, such as 10.0.0.0/8`
    : undefined;
}

function holdsStrangers(address: string, bits: number): boolean {
  if (!isIPv6(address)) return bits < BITS_MIN[4];
  if (bits >= MAPPED_BITS && mapped.check(address, 'ipv6')) return bits - MAPPED_BITS < BITS_MIN[4];
  const leastBits = ownNetwork.check(address, 'ipv6') ? 7 : BITS_MIN[6];
  // What holds every mapped address holds everybody who comes by IPv4.
  return bits < leastBits || (bits < MAPPED_BITS && holdsMapped(address, bits));
}

function holdsMapped(address: string, bits: number): boolean {
  const range = new BlockList();
  range.addSubnet(address, bits, 'ipv6');
  return range.check('::ffff:0:1', 'ipv6');
}

/** Proxies whose X-Forwarded-For is believed: addresses and ranges, none of which holds strangers. */
export const trustedProxies = z
  .string()
  .default('')
  .transform((value) => value.split(',').flatMap((range) => range.trim() || []))
  .superRefine((ranges, ctx) => {
    for (const range of ranges) {
      const message = problemOf(range);
      if (message !== undefined) ctx.addIssue({ code: 'custom', message });
    }
  });
