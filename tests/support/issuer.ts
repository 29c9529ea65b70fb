import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { z } from 'zod';
import { at } from '@/lib/at';

type Claims = Readonly<Record<string, unknown>>;

const tokenAnswer = z.looseObject({ id_token: z.string() });

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

function decoded(idToken: string): Claims {
  const payload = Buffer.from(at(idToken.split('.'), 1), 'base64url').toString('utf8');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(payload));
}

function signed(claims: Claims, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', typ: 'JWT', kid: 'the one' })}.${part(claims)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

/** A real OpenID Connect issuer on this machine, at whose pages everybody is `account`, that can be told to lie. */
export class Issuer {
  readonly url: string;
  /** Who signs in next, and what is said of them. */
  account = 'alice';
  groups: readonly string[] = [];
  /** Takes connections and does not answer. */
  isSilent = false;
  /** Changes the claims of the next ID tokens, which are signed anew. */
  lie: ((claims: Claims) => Claims) | undefined;
  /** The key that they are signed with then. */
  readonly ownKey = newKey();
  lyingKey: KeyObject = this.ownKey;
  /** How often a code was exchanged, with or without success. */
  exchanges = 0;
  readonly #server;

  constructor(port: number, redirects: readonly string[], secret?: string) {
    this.url = `http://127.0.0.1:${port}`;
    const client = {
      redirect_uris: [...redirects],
      ...(secret === undefined
        ? { token_endpoint_auth_method: 'none' as const }
        : { client_secret: secret }),
    };
    const jwk = { ...this.ownKey.export({ format: 'jwk' }), kid: 'the one', use: 'sig' };
    const provider: Provider = new Provider(this.url, {
      clients: ['sarovar', 'other'].map((client_id) => ({ client_id, ...client })),
      jwks: { keys: [z.looseObject({ kty: z.literal('RSA') }).parse(jwk)] },
      cookies: { keys: [createHash('sha256').update(this.url).digest('hex')] },
      claims: { openid: ['sub'], groups: ['groups'] },
      scopes: ['openid', 'groups'],
      findAccount: (_ctx, sub) => ({
        accountId: sub,
        claims: () => ({ sub, groups: this.groups }),
      }),
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
      // Everybody agrees to everything.
      async loadExistingGrant({ oidc }) {
        const grant = new provider.Grant({
          clientId: oidc.client?.clientId ?? '',
          accountId: oidc.session?.accountId ?? '',
        });
        grant.addOIDCScope('openid groups');
        await grant.save();
        return grant;
      },
    });
    provider.use(async (ctx, next) => {
      await next();
      if (ctx.path !== '/token') return;
      this.exchanges += 1;
      const answer = tokenAnswer.safeParse(ctx.body);
      if (!this.lie || !answer.success) return;
      const claims = this.lie(decoded(answer.data.id_token));
      ctx.body = { ...answer.data, id_token: signed(claims, this.lyingKey) };
    });
    const answer = provider.callback();
    this.#server = createServer((request: IncomingMessage, response: ServerResponse) => {
      if (this.isSilent) return;
      if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
      const login = { login: { accountId: this.account } };
      void provider.interactionFinished(request, response, login);
    });
  }

  async start(): Promise<void> {
    const { port } = new URL(this.url);
    await new Promise<void>((resolve) => {
      this.#server.listen(Number(port), '127.0.0.1', resolve);
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  /** Alice signs in next, who is in no group, and nothing is told but what is so. */
  tellTheTruth(): void {
    this.account = 'alice';
    this.groups = [];
    this.lie = undefined;
    this.lyingKey = this.ownKey;
  }

  /** A key that is not the issuer's. */
  static strangersKey(): KeyObject {
    return newKey();
  }

  /** Goes where a browser is led from `url` on, as somebody with no cookies here yet; returns where the issuer sends them. */
  async visit(url: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let next = new URL(url);
    for (let hop = 0; hop < 10; hop += 1) {
      const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
      const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
      const text = await response.text();
      for (const set of response.headers.getSetCookie()) {
        const [name = '', value = ''] = at(set.split(';'), 0).split(/=(.*)/s);
        cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null)
        throw new Error(`The issuer answers ${response.status} at ${next.href}: ${text}`);
      next = new URL(location, next);
      if (next.origin !== this.url) return next;
    }
    throw new Error('The issuer leads nowhere.');
  }
}
