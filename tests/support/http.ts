import type { z } from 'zod';
import { POST } from '@/app/api/graphql/route';
import { POST as stream } from '@/app/api/graphql/stream/route';

const JSON_HEADERS = { 'content-type': 'application/json' };

/** Somebody who reaches the API over HTTP, with a cookie jar as a browser has one. */
export class HttpClient {
  cookie: string | undefined;

  /** `headers` are sent with every request: a curator's token, for one. */
  constructor(readonly headers: Readonly<Record<string, string>> = {}) {}

  #request(path: string, body: unknown): Request {
    const cookie = this.cookie === undefined ? {} : { cookie: this.cookie };
    return new Request(`http://localhost${path}`, {
      method: 'POST',
      headers: { ...JSON_HEADERS, ...this.headers, ...cookie },
      body: JSON.stringify(body),
    });
  }

  /** The whole answer to an operation, as `shape` has it. */
  async ask<T>(query: string, shape: z.ZodType<T>, variables: object = {}): Promise<T> {
    const response = await POST(this.#request('/api/graphql', { query, variables }));
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(';')[0];
    return shape.parse(await response.json());
  }

  /** The first event of an operation over SSE. */
  async firstEvent<T>(query: string, shape: z.ZodType<T>, variables: object): Promise<T> {
    const request = this.#request('/api/graphql/stream', { query, variables });
    request.headers.set('accept', 'text/event-stream');
    const response = await stream(request);
    const reader = response.body?.getReader();
    let text = '';
    while (reader) {
      const { done, value } = await reader.read();
      text += new TextDecoder().decode(value);
      const data = /^data: (\{.*)$/m.exec(text)?.[1];
      if (data !== undefined) {
        // It ends with the work's next change, which nobody here waits for.
        void reader.cancel();
        return shape.parse(JSON.parse(data));
      }
      if (done) break;
    }
    throw new Error(`The stream ended without an event: ${text}`);
  }
}
