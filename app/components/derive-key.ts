import { scryptAsync } from '@noble/hashes/scrypt.js';
import type { DeriveKeyFunction } from 'altcha-lib/types';

/** scrypt for ALTCHA without the browser's crypto.subtle, which pages have over https only. */
export const deriveKey: DeriveKeyFunction = async (parameters, salt, password) => {
  const { cost: N, memoryCost: r = 8, parallelism: p = 1, keyLength: dkLen } = parameters;
  return { derivedKey: await scryptAsync(password, salt, { N, r, p, dkLen }) };
};
