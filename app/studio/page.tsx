import type { Metadata } from 'next';
import { query } from '@/app/execute';
import { byMethod } from '@/lib/methods';
import { LIMITS } from '@/lib/studio/picture-limits';
import { StudioDocument } from './studio.documents';
import { Studio } from './studio';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Studio' };

export default async function StudioPage() {
  const { schedulers, models } = await query(StudioDocument);
  return (
    <>
      <h1 className="mt-4 text-3xl font-semibold">Studio</h1>
      <p className="quiet mt-2">Write what you would like to see, and watch it being painted.</p>
      <Studio schedulers={schedulers} limits={LIMITS} models={models.toSorted(byMethod)} />
    </>
  );
}
