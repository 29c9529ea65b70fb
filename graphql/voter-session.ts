import { parseCookie, stringifySetCookie } from 'cookie';
import { config } from '@/lib/config';
import { effortFor } from '@/lib/arena/proof-of-work';
import { createVoter, findVoter, noteNetwork, signVoter, unsignVoter } from '@/lib/arena/voters';
import { newChallenge, proveVoter } from '@/lib/arena/proof-of-work';
import { refuseBanned } from '@/lib/moderation/ban';
import { nameOfNetwork } from '@/lib/networks';
import { ProofNeeded, VoterUnknown } from '@/lib/problems';
import { countNewVoters, limit } from '@/lib/limits';

/** The cookie that makes a browser a voter. */
export const VOTER_COOKIE = 'sarovar-voter';
const YEAR_SECONDS = 365 * 24 * 3600;

/** Who asks, as far as a cookie can tell; one for each request. */
export class VoterSession {
  readonly #cookie: string | undefined;
  /** Whom this request made the browser's voter: the cookie that says so comes with the next one. */
  #fresh: string | undefined;
  #challenge: ReturnType<typeof newChallenge> | undefined;
  /** Whether `knownOrNew` has found somebody who has brought their proof of work. */
  isProven = false;
  /** The cookie that the response sets; undefined for none. */
  setCookie: string | undefined;

  /**
   * `network` and `client` say where the request comes from, for limits and for telling crowds apart; they are stored nowhere but
   * under keys that are soon destroyed. A stream has sent its headers before anybody asks: then `canSetCookie` is false.
   */
  constructor(
    cookieHeader: string | null,
    readonly network: string,
    readonly canSetCookie = true,
    readonly client = '',
  ) {
    this.#cookie = parseCookie(cookieHeader ?? '')[VOTER_COOKIE];
  }

  #send(value: string, maxAge: number): void {
    this.setCookie = stringifySetCookie({
      name: VOTER_COOKIE,
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
   * new ones come from one network, VoterUnknown where none can be given a cookie, and InvalidInput for who is banned.
   */
  async knownOrNew(): Promise<string> {
    if (this.#fresh) return this.#fresh;
    const network = await nameOfNetwork(this.network);
    await refuseBanned(network);
    const id = await this.#signed();
    const voter = id ? await findVoter(id) : null;
    this.isProven = voter?.provenAt != null;
    if (voter) {
      if (voter.network !== network) await noteNetwork(voter.id, network);
      return voter.id;
    }
    return this.anew();
  }

  /** The id of a new voter, whoever the browser's was; throws as `knownOrNew` does. */
  async anew(): Promise<string> {
    if (!this.canSetCookie) throw new VoterUnknown('Ask at /api/graphql first, for a cookie.');
    await refuseBanned(await nameOfNetwork(this.network));
    await limit('newVoter', { network: this.network });
    const effort = effortFor(await countNewVoters(this.network));
    return this.become(await createVoter(effort, { network: this.network, client: this.client }));
  }

  /** Makes the browser that voter's; returns the voter's id. */
  async become(voterId: string): Promise<string> {
    this.#fresh = voterId;
    this.#send(await signVoter(voterId), YEAR_SECONDS);
    return voterId;
  }

  /**
   * As `knownOrNew`, of somebody who brings a proof of work, or has brought one. Throws ProofNeeded with `message` for
   * who has not, and InvalidInput.
   */
  async proven(proof: string | null | undefined, message: string): Promise<string> {
    const id = await this.knownOrNew();
    if (this.isProven) return id;
    if (!proof) throw new ProofNeeded(message, await this.challenge(id));
    await proveVoter(id, proof);
    return id;
  }

  /** The voter's challenge: one for a request, however often it is asked for, since each costs us a try, too. */
  challenge(voterId: string): ReturnType<typeof newChallenge> {
    this.#challenge ??= newChallenge(voterId);
    return this.#challenge;
  }

  /** Has the browser drop its cookie. */
  forget(): void {
    this.#fresh = undefined;
    this.#send('', 0);
  }
}
