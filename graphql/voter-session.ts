import { parseCookie, stringifySetCookie } from 'cookie';
import { config } from '@/lib/config';
import { createVoter, isVoter, signVoter, unsignVoter } from '@/lib/arena/voters';
import { VoterUnknown } from '@/lib/problems';
import { limit } from '@/lib/limits';

const COOKIE = 'sarovar-voter';
const YEAR_SECONDS = 365 * 24 * 3600;

/** Who asks, as far as a cookie can tell; one for each request. */
export class VoterSession {
  readonly #cookie: string | undefined;
  /** Who was made a voter by this request: the cookie that says so comes with the next one. */
  #fresh: string | undefined;
  /** The cookie that the response sets; undefined for none. */
  setCookie: string | undefined;

  /**
   * `network` names where the request comes from, for limits; it is stored nowhere. A stream has sent its
   * headers before anybody asks: then `canSetCookie` is false.
   */
  constructor(
    cookieHeader: string | null,
    readonly network: string,
    readonly canSetCookie = true,
  ) {
    this.#cookie = parseCookie(cookieHeader ?? '')[COOKIE];
  }

  #send(value: string, maxAge: number): void {
    this.setCookie = stringifySetCookie({
      name: COOKIE,
      value,
      maxAge,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: config().publicUrl?.startsWith('https:') ?? false,
    });
  }

  /** The voter's id. Throws VoterUnknown without a cookie, or with one that we have not signed. */
  async known(): Promise<string> {
    const id = await this.knownIfAny();
    if (id) return id;
    throw new VoterUnknown(
      this.#cookie
        ? 'Your voter’s cookie is not one of ours; open the voting page again for a new one.'
        : 'Ask for a matchup first; that makes you a voter.',
    );
  }

  /** The voter's id, or undefined where `known` throws. */
  async knownIfAny(): Promise<string | undefined> {
    return this.#fresh ?? (await this.#signed());
  }

  async #signed(): Promise<string | undefined> {
    return (this.#cookie && (await unsignVoter(this.#cookie))) || undefined;
  }

  /**
   * The voter's id; whoever has none, or was forgotten, becomes a new voter. Throws TooFast when too many
   * new ones come from one network, and VoterUnknown where none can be given a cookie.
   */
  async knownOrNew(): Promise<string> {
    if (this.#fresh) return this.#fresh;
    const id = await this.#signed();
    if (id && (await isVoter(id))) return id;
    if (!this.canSetCookie) throw new VoterUnknown('Ask at /api/graphql first, for a cookie.');
    await limit('newVoter', { network: this.network });
    this.#fresh = await createVoter();
    this.#send(await signVoter(this.#fresh), YEAR_SECONDS);
    return this.#fresh;
  }

  /** Has the browser drop its cookie. */
  forget(): void {
    this.#fresh = undefined;
    this.#send('', 0);
  }
}
