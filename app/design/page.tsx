import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Gallery } from './gallery';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Design', robots: { index: false } };

/** Every primitive in every state, for those who build pages; there is no such page in production. */
export default function DesignPage() {
  if (process.env.NODE_ENV === 'production') notFound();
  return <Gallery />;
}
