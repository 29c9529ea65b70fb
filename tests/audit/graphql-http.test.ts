import { serverAudits } from 'graphql-http';
import { expect, test } from 'vitest';
import { GET, POST } from '@/app/api/graphql/route';

/** Calls the route handlers themselves, as Next.js would. */
async function fetchFn(url: string, init?: RequestInit): Promise<Response> {
  const request = new Request(url, init);
  return request.method === 'GET' ? GET(request) : POST(request);
}

const audits = serverAudits({ url: 'http://127.0.0.1/api/graphql', fetchFn });

test.each(audits)('GraphQL over HTTP: $name ($id)', async (audit) => {
  const result = await audit.fn();
  expect('reason' in result ? result.reason : result.status).toBe('ok');
});

test('the suite is whole', () => {
  expect(audits.length).toBeGreaterThanOrEqual(60);
});
