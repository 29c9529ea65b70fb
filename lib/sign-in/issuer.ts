import * as oidc from 'openid-client';
import type { SignInChoice } from '@/lib/config';

/** So long an issuer may take for each answer. */
const DEADLINE_SECONDS = 8;
/** Its clock may be so far from ours. */
const CLOCK_SECONDS = 30;
/** What it says of itself, its addresses and keys, is asked for again after so long. */
const KNOWN_MS = 3_600_000;

/** Why nobody was signed in. */
export type Refusal = 'unreachable' | 'declined' | 'refused';

/** No sign-in came of it; the message is for the log. */
export class SignInFailed extends Error {
  constructor(
    readonly refusal: Refusal,
    message: string,
  ) {
    super(message);
  }
}

/** What is remembered of a sign-in while its visitor is at the issuer's pages. */
export interface Sent {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who signed in. */
export interface SignedIn {
  readonly subject: string;
  /** Whether the issuer says of them what makes a curator. */
  readonly isCurator: boolean;
}

/** Sends the secret as the issuer takes it: in a header unless it says that it takes none there. */
function withSecret(secret: string): oidc.ClientAuth {
  return (issuer, client, body, headers) => {
    const ways = issuer.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const inHeader = ways.includes('client_secret_basic');
    (inHeader ? oidc.ClientSecretBasic : oidc.ClientSecretPost)(secret)(
      issuer,
      client,
      body,
      headers,
    );
  };
}

async function discover(choice: SignInChoice): Promise<oidc.Configuration> {
  const issuer = new URL(choice.issuer);
  const execute = [oidc.enableNonRepudiationChecks];
  // Deprecated so that it stands out: the configuration takes http of this machine's own addresses only.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (issuer.protocol === 'http:') execute.push(oidc.allowInsecureRequests);
  return oidc.discovery(
    issuer,
    choice.clientId,
    { [oidc.clockTolerance]: CLOCK_SECONDS },
    choice.clientSecret === undefined ? oidc.None() : withSecret(choice.clientSecret),
    { timeout: DEADLINE_SECONDS, execute },
  );
}

/** What was asked last. */
interface Known {
  readonly of: SignInChoice;
  readonly until: number;
  readonly issuer: Promise<oidc.Configuration>;
}

let known: Known | undefined;

/** What failed, without what was sent or answered. */
function told(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.message}${code}`;
}

/** The issuer, which is asked what it is once in a while. Throws SignInFailed. */
async function issuerOf(choice: SignInChoice): Promise<oidc.Configuration> {
  if (known?.of !== choice || performance.now() > known.until) {
    known = { of: choice, until: performance.now() + KNOWN_MS, issuer: discover(choice) };
  }
  const asked = known;
  try {
    return await asked.issuer;
  } catch (error) {
    // Whoever comes next asks again.
    if (known === asked) known = undefined;
    throw new SignInFailed('unreachable', told(error));
  }
}

/** Where the visitor signs in, and what is to be remembered until they are back. Throws SignInFailed. */
export async function beginSignIn(
  choice: SignInChoice,
  answerAt: URL,
): Promise<{ readonly url: URL; readonly sent: Sent }> {
  const issuer = await issuerOf(choice);
  const sent = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
  };
  const url = oidc.buildAuthorizationUrl(issuer, {
    response_type: 'code',
    redirect_uri: answerAt.href,
    scope: choice.scope,
    state: sent.state,
    nonce: sent.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(sent.verifier),
    code_challenge_method: 'S256',
  });
  return { url, sent };
}

function has(claim: unknown, value: string): boolean {
  return Array.isArray(claim) ? claim.includes(value) : claim === value;
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof oidc.AuthorizationResponseError) return 'declined';
  const isTimeout = error instanceof oidc.ClientError && error.code === 'OAUTH_TIMEOUT';
  // What fetch throws when nobody answers.
  return isTimeout || (error instanceof TypeError && error.cause !== undefined)
    ? 'unreachable'
    : 'refused';
}

/**
 * Who has come back to `answer`, the address with what the issuer put into it. State, nonce, signature, audience and
 * dates are checked. Throws SignInFailed.
 */
export async function finishSignIn(
  choice: SignInChoice,
  answer: URL,
  sent: Sent,
): Promise<SignedIn> {
  const issuer = await issuerOf(choice);
  try {
    const tokens = await oidc.authorizationCodeGrant(issuer, answer, {
      expectedState: sent.state,
      expectedNonce: sent.nonce,
      pkceCodeVerifier: sent.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims?.sub) throw new Error('the ID token names nobody');
    const { curatorClaim } = choice;
    if (!curatorClaim) return { subject: claims.sub, isCurator: false };
    let claim: unknown = claims[curatorClaim.name];
    // Many issuers say such things only when they are asked once more.
    if (claim === undefined && issuer.serverMetadata().userinfo_endpoint !== undefined) {
      claim = (await oidc.fetchUserInfo(issuer, tokens.access_token, claims.sub))[
        curatorClaim.name
      ];
    }
    return { subject: claims.sub, isCurator: has(claim, curatorClaim.value) };
  } catch (error) {
    throw new SignInFailed(refusalOf(error), told(error));
  }
}
