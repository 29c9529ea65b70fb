import { z } from 'zod';
import { limit } from '@/lib/limits';
import { InvalidInput, QueueFull, TooFast } from '@/lib/problems';
import { keepPicture, PictureError } from '@/lib/studio/kept-pictures';
import { LIMITS } from '@/lib/studio/picture-limits';
import { builder } from '../builder';
import { askerOf } from '../context';

const bytesSchema = z.base64().max(Math.ceil((LIMITS.upload * 4) / 3));

const KeptPicture = builder.objectRef<{ sha256: string }>('KeptPicture').implement({
  description: 'A picture that somebody brought, to begin from.',
  fields: (t) => ({
    sha256: t.exposeString('sha256', { description: 'For `initialSha256` of `compare`.' }),
    url: t.string({
      description: 'Where it is, as a PNG.',
      resolve: ({ sha256 }) => `/i/${sha256}.png`,
    }),
  }),
});

builder.mutationField('keepPicture', (t) =>
  t.field({
    type: KeptPicture,
    description:
      'Keeps a PNG, JPEG, WebP or AVIF picture, made smaller to 1024 pixels and without its metadata. Whoever has ' +
      'its address can see it. It is forgotten after a day unless something is begun from it, or with whoever brought it. A request is taken up ' +
      'to 1 MB; bring a picture of up to 10 MB as the body of `POST /api/pictures`.',
    errors: { types: [InvalidInput, QueueFull, TooFast] },
    args: {
      base64: t.arg.string({
        required: true,
        description: 'The bytes of the picture’s file, in base64.',
      }),
    },
    resolve: async (_root, { base64 }, context) => {
      await limit('picture', { network: context.session?.network ?? 'unknown' });
      if (!bytesSchema.safeParse(base64).success) {
        throw new InvalidInput('base64', 'Send a picture of at most 10 MB, in base64.');
      }
      try {
        const bytes = Buffer.from(base64, 'base64');
        return { sha256: await keepPicture(bytes, askerOf(context).id) };
      } catch (error) {
        if (!(error instanceof PictureError)) throw error;
        throw new InvalidInput('base64', error.message);
      }
    },
  }),
);
