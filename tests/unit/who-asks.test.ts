import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { addressOfClient, networkOf, type TrustedProxies } from '@/lib/client-address';
import { ConfigError, parseConfig } from '@/lib/config';
import { allowedHosts } from '@/lib/hosts';

/** A request that came from `peer` and says that it came through `forwarded` before. */
function requestFrom(peer: string, forwarded?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return request;
}

test.each<[TrustedProxies, string, string | undefined, string]>([
  [0, '203.0.113.7', '10.0.0.1', '203.0.113.7'],
  [1, '10.0.0.9', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
  [2, '10.0.0.9', '198.51.100.1, 203.0.113.7', '198.51.100.1'],
  [1, '10.0.0.9', undefined, '10.0.0.9'],
  [['10.0.0.0/8'], '10.0.0.9', '198.51.100.1, 203.0.113.7, 10.2.2.2', '203.0.113.7'],
  [['10.0.0.0/8'], '203.0.113.7', '198.51.100.1', '203.0.113.7'],
  [['loopback'], '::ffff:127.0.0.1', '2001:db8::1', '2001:db8::1'],
])('with proxies %j, %s that forwards for %j asks for %s', (trusted, peer, forwarded, address) => {
  expect(addressOfClient(trusted)(requestFrom(peer, forwarded))).toBe(address);
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['nonsense', 'unknown'],
  [undefined, 'unknown'],
])('%s is of the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  ['127.0.0.1', undefined, [], 'localhost:3000', true],
  ['127.0.0.1', undefined, [], '[::1]:3000', true],
  ['127.0.0.1', undefined, [], 'rebound.example', false],
  ['0.0.0.0', 'https://sarovar.example', [], 'sarovar.example', true],
  ['0.0.0.0', 'https://sarovar.example', [], 'SAROVAR.example:443', true],
  ['0.0.0.0', 'https://sarovar.example', [], 'sarovar.example.evil.example', false],
  ['0.0.0.0', undefined, ['10.0.0.5'], '10.0.0.5:3000', true],
  // The launcher itself asks by it whether the pages are there.
  ['10.0.0.7', 'https://sarovar.example', [], '10.0.0.7:3000', true],
  ['0.0.0.0', undefined, ['10.0.0.5'], undefined, false],
  ['0.0.0.0', undefined, ['10.0.0.5'], 'a b', false],
] as const)(
  'on %s with %s and %j the host %s: %s',
  (address, publicUrl, hosts, host, isAllowed) => {
    expect(allowedHosts(address, { publicUrl, hosts })(host)).toBe(isAllowed);
  },
);

test('whoever listens to others says by which name', () => {
  expect(() => allowedHosts('0.0.0.0', { publicUrl: undefined, hosts: [] })).toThrow(ConfigError);
});

const DATABASE_URL = 'postgresql://localhost/x';
test('proxies and hosts are read from the environment', () => {
  const read = (env: Record<string, string>) => parseConfig({ DATABASE_URL, ...env });
  expect(read({}).trustProxy).toBe(0);
  expect(read({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
  expect(read({ TRUST_PROXY: '10.0.0.0/8, loopback' }).trustProxy).toEqual([
    '10.0.0.0/8',
    'loopback',
  ]);
  expect(() => read({ TRUST_PROXY: 'everybody' })).toThrow(/TRUST_PROXY must be how many proxies/);
  expect(read({ HOSTS: 'a.example,10.0.0.5' }).hosts).toEqual(['a.example', '10.0.0.5']);
  expect(() => read({ HOSTS: 'a.example b.example' })).toThrow(/HOSTS must list names/);
});
