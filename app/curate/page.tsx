import type { Metadata } from 'next';
import { query } from '@/app/execute';
import { CuratorsDocument } from './curate.documents';
import { Curating } from './curating';

export const metadata: Metadata = {
  title: 'Curate',
  description: 'For curators: what was reported, and what waits to be let through.',
  robots: { index: false },
};

export const dynamic = 'force-dynamic';

export default async function CuratePage() {
  const { signIn } = await query(CuratorsDocument);
  return (
    <div className="mx-auto max-w-3xl">
      <h1 className="mt-4 text-2xl font-semibold">Curate</h1>
      <Curating issuer={signIn?.forCurators ? signIn.name : undefined} />
    </div>
  );
}
