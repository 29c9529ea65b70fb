import type { Metadata } from 'next';
import { z } from 'zod';
import { query } from '@/app/execute';
import { LIMITS } from '@/lib/studio/picture-limits';
import { Studio } from './studio';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Studio' };

const METHODS = ['VANILLA', 'SUR', 'ELLA'] as const;
const shape = z.object({
  schedulers: z.array(z.object({ name: z.string(), title: z.string() })),
  models: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      weightsSha256: z.string(),
      method: z.enum(METHODS),
      base: z.object({
        name: z.string(),
        title: z.string(),
        scheduler: z.string(),
        steps: z.number(),
        guidanceScale: z.number(),
        resolution: z.number(),
        sizeStep: z.number(),
      }),
    }),
  ),
});

const STUDIO = /* GraphQL */ `
  {
    schedulers {
      name
      title
    }
    models(offered: true) {
      id
      name
      weightsSha256
      method
      base {
        name
        title
        steps
        guidanceScale
        scheduler
        resolution
        sizeStep
      }
    }
  }
`;

export default async function StudioPage() {
  const { schedulers, models } = await query(STUDIO, shape);
  const byMethod = models.sort((a, b) => METHODS.indexOf(a.method) - METHODS.indexOf(b.method));
  return (
    <>
      <h1 className="mt-4 text-3xl font-semibold">Studio</h1>
      <p className="quiet mt-2">Write what you would like to see, and watch it being painted.</p>
      <Studio schedulers={schedulers} limits={LIMITS} models={byMethod} />
    </>
  );
}
