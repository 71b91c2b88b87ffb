import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** IPv4 that is not the public Internet: the IANA special-purpose registry (RFC 6890), multicast, reserved. */
const specialV4 = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  specialV4.addSubnet(network, prefix, 'ipv4');
}

/** IPv6 is refused unless it is global unicast: mapped, NAT64, link-local and local addresses all lie outside. */
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
const specialV6 = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  specialV6.addSubnet(network, prefix, 'ipv6');
}

/** Whether an IP address, written in any form that `net.isIP` knows, is on the public Internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !specialV4.check(address, 'ipv4');
  if (family !== 6) return false;
  return globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
}

export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}

/**
 * A name lookup for sockets that fails when any of a name's addresses is not public. The socket dials what this
 * returns, so a name that answers differently a second time gains nothing.
 */
export function createPublicLookup(
  isAllowed: (hostname: string) => boolean,
  lookup: typeof systemLookup = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...(options as LookupOptions), all: true }, (error, found) => {
      const addresses = error ? [] : [found].flat();
      const refused = isAllowed(hostname)
        ? undefined
        : addresses.find(({ address }) => !isPublicAddress(address));
      if (refused) callback(new RefusedAddressError(`${hostname} is not a public host`), '', 0);
      else answer(error, addresses, Boolean(options.all), callback);
    });
  };
}

function answer(
  error: NodeJS.ErrnoException | null,
  addresses: LookupAddress[],
  wantsAll: boolean,
  callback: Parameters<LookupFunction>[2],
): void {
  const [first] = addresses;
  if (wantsAll || !first) callback(error, addresses, first?.family);
  else callback(null, first.address, first.family);
}
