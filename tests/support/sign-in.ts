import { GET as answerRoute } from '@/app/sign-in/answer/route';
import { POST as signInRoute } from '@/app/sign-in/route';
import { POST as signOutRoute } from '@/app/sign-out/route';
import { z } from 'zod';
import { closeVoters, unsignVoter } from '@/lib/arena/voters';
import { at } from '@/lib/at';
import { fillArena } from './arena';
import { startDatabase } from './database';
import { HttpClient } from './http';
import { Issuer } from './issuer';
import { freePort } from './port';

export const SITE = 'http://localhost';
export const ANSWER = `${SITE}/sign-in/answer`;
/** Where one is led of whom nobody was signed in. */
export const problem = (why: string) => `/sign-in/problem?why=${why}`;

const SECRET = 'only + the client: knows';

/** An arena where people may sign in, and its issuer. */
export interface SignInArena {
  readonly issuer: Issuer;
  stop(): Promise<void>;
}

/** Starts one on a database of its own, whose issuer is still to be started. */
export async function startSignIn(): Promise<SignInArena> {
  const issuer = new Issuer(await freePort(), [ANSWER], SECRET);
  Object.assign(process.env, {
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: 'sarovar',
    OIDC_CLIENT_SECRET: SECRET,
    OIDC_NAME: 'The Lake & Co',
    OIDC_SCOPE: 'openid groups',
    OIDC_CURATOR_CLAIM: 'groups=sarovar-curators',
  });
  const stopDatabase = await startDatabase();
  await fillArena(2);
  return {
    issuer,
    async stop() {
      await issuer.stop();
      closeVoters();
      await stopDatabase();
    },
  };
}
const FORM = 'application/x-www-form-urlencoded';

/** A browser: it keeps our cookies and says whose page sends a form. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(readonly issuer: Issuer) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(response: Response): Response {
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = at(set.split(';'), 0).split(/=(.*)/s);
      if (/max-age=0/i.test(set)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  #form(path: string, purpose: string, origin: string | null): Request {
    return new Request(`${SITE}${path}`, {
      method: 'POST',
      headers: {
        'content-type': FORM,
        host: 'localhost',
        cookie: this.cookie,
        ...(origin === null ? {} : { origin }),
      },
      body: new URLSearchParams({ purpose }).toString(),
    });
  }

  /** Sends the form that signs in. */
  async send(purpose = 'vote', origin: string | null = SITE): Promise<Response> {
    return this.#keep(await signInRoute(this.#form('/sign-in', purpose, origin)));
  }

  /** Begins to sign in; where the page that comes of it leads. */
  async begin(purpose = 'vote'): Promise<URL> {
    const html = await (await this.send(purpose)).text();
    const url = /<a href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    return new URL(url ?? 'nowhere:');
  }

  /** Comes back with what the issuer says. */
  async comeBack(answer: URL): Promise<Response> {
    const headers = { host: 'localhost', cookie: this.cookie };
    return this.#keep(await answerRoute(new Request(answer, { headers })));
  }

  /** Signs in; where one is led in the end. */
  async signIn(purpose = 'vote'): Promise<string | null> {
    const back = await this.issuer.visit((await this.begin(purpose)).href);
    return (await this.comeBack(back)).headers.get('location');
  }

  async signOut(purpose = 'vote', origin: string | null = SITE): Promise<Response> {
    return this.#keep(await signOutRoute(this.#form('/sign-out', purpose, origin)));
  }
}

/** The voter of a browser. */
export async function voterOf(browser: Browser): Promise<string | undefined> {
  const client = new HttpClient();
  client.cookie = browser.cookie;
  return unsignVoter(decodeURIComponent(browser.cookies.get('sarovar-voter') ?? ''));
}

/** What the browser is told of its having signed in. */
export const isVerified = async (browser: Browser) =>
  new HttpClient({ cookie: browser.cookie }).ask(
    '{ signIn { name isVerified forCurators } }',
    z.object({ data: z.object({ signIn: z.object({ isVerified: z.boolean() }) }) }),
  );

/** Makes the browser a voter, as the voting page does. */
export async function draw(browser: Browser): Promise<void> {
  const client = new HttpClient({ cookie: browser.cookie });
  await client.ask('mutation { drawMatchup { __typename } }', z.unknown());
  const [name, value] = client.cookie?.split(/=(.*)/s) ?? [];
  if (name !== undefined && value !== undefined) browser.cookies.set(name, value);
}
