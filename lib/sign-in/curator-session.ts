import { z } from 'zod';
import { config, type SignInChoice } from '@/lib/config';
import { nameUnder } from '@/lib/store/secrets';
import { seal, unseal } from './sealed';

/** After so long a curator signs in again, which who is none any more cannot. */
export const CURATOR_SECONDS = 8 * 3600;

const sessionShape = z.object({ curator: z.string() });

/** Another issuer, or another claim, makes other curators: sessions of before end. */
function keyFor({ issuer, clientId, curatorClaim }: SignInChoice): Promise<string> {
  return nameUnder('curator-session', JSON.stringify([issuer, clientId, curatorClaim]));
}

/** A curator who has just signed in, as a cookie holds them: by the name that decisions are logged with, which tells nobody whose it is. */
export async function sealCurator(choice: SignInChoice, subject: string): Promise<string> {
  const name = await nameUnder('curator-name', JSON.stringify([choice.issuer, subject]));
  return seal({ curator: `curator-${name.slice(0, 12)}` }, CURATOR_SECONDS, await keyFor(choice));
}

/** Which curator that is; undefined of what we have not sealed, of what is too old, and where no curators sign in. */
export async function openCurator(sealed: string): Promise<string | undefined> {
  const choice = config().signIn;
  if (!choice?.curatorClaim) return undefined;
  return unseal(sealed, await keyFor(choice), sessionShape)?.curator;
}
