'use client';

import { useState } from 'react';
import { z } from 'zod';
import { request } from '@/app/components/graphql-client';
import { askedShape, follow } from '@/app/components/progress';

const REPRODUCE = /* GraphQL */ `
  mutation Reproduce($id: ID!) {
    reproduce(id: $id) {
      __typename
      ... on Generation {
        id
      }
      ... on Problem {
        message
      }
    }
  }
`;

/** Runs the recipe again and says whether every pixel came out the same. */
export function Reproduce({ id }: { id: string }) {
  const [message, setMessage] = useState('');
  const [busy, setBusy] = useState(false);

  async function run() {
    setBusy(true);
    setMessage('Waiting for the worker …');
    try {
      const { reproduce } = await request(REPRODUCE, z.object({ reproduce: askedShape }), { id });
      if ('message' in reproduce) {
        setMessage(reproduce.message);
        return;
      }
      for await (const progress of follow(reproduce.id)) {
        if (progress.waitsForModel) {
          setMessage('Waiting for a worker that has this model …');
        } else if (progress.status === 'RUNNING') {
          setMessage(`Painting again: step ${progress.currentStep} of ${progress.steps}`);
        } else if (progress.status === 'SUCCEEDED') {
          setMessage(
            progress.reproduction?.pixelsEqual
              ? 'Equal: every pixel is the same.'
              : 'Different: the pixels are not all the same.',
          );
        } else if (progress.error) {
          setMessage(progress.error);
        }
      }
    } catch (error) {
      setMessage(error instanceof Error ? error.message : 'It did not work.');
    } finally {
      setBusy(false);
    }
  }

  return (
    <div>
      <button type="button" className="button" disabled={busy} onClick={() => void run()}>
        Reproduce
      </button>
      <p role="status" className="quiet mt-1 min-h-5 text-sm">
        {message}
      </p>
    </div>
  );
}
