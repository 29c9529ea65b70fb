'use client';

import { useRef, useState, type ReactNode } from 'react';
import { MethodName } from '@/app/components/method-name';
import { Button, LinkButton } from '@/app/components/ui/button';
import { Card, LinkCard } from '@/app/components/ui/card';
import { Dialog } from '@/app/components/ui/dialog';
import { EmptyState } from '@/app/components/ui/empty-state';
import { Field, Select } from '@/app/components/ui/field';
import { IntervalBar } from '@/app/components/ui/interval-bar';
import { PillLinks, Segmented } from '@/app/components/ui/pills';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import { Popover } from '@/app/components/ui/popover';
import { Skeleton } from '@/app/components/ui/skeleton';
import { Toast } from '@/app/components/ui/toast';

const MODELS = [
  'vanilla',
  'sur-kl',
  'sur-cosine-3000',
  'sur-cosine-4000',
  'ella',
  'connector-clip',
  'mine',
];

/** A tile of 8 × 8 pixels: whether they are even shows at once. */
const TILE =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="#cde"/><path d="M0 0h1v1h62v62h1v1h-1v-1H1V1H0z" fill="#246"/><circle cx="32" cy="32" r="16" fill="#c52"/></svg>',
  );

function Shown({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-3">
      <h2 className="text-xl font-semibold">{title}</h2>
      {children}
    </section>
  );
}

/** All primitives on one page. */
export function Gallery() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [said, setSaid] = useState('');
  return (
    <article className="space-y-10">
      <h1 className="text-display font-semibold">Design</h1>
      <Shown title="Buttons">
        <div className="flex flex-wrap gap-2">
          <Button>Vote blind</Button>
          <Button kind="quiet">Skip</Button>
          <Button disabled>Paint</Button>
          <LinkButton href="/create" kind="quiet">
            Create
          </LinkButton>
        </div>
      </Shown>
      <Shown title="Pills and segments">
        <PillLinks
          label="Examples"
          choices={['All', 'Counting', 'Place'].map((title) => ({
            title,
            href: '/design',
            chosen: title === 'Counting',
          }))}
        />
        <Segmented
          label="View"
          name="view"
          defaultValue="slide"
          choices={[
            { value: 'slide', title: 'Slide' },
            { value: 'beside', title: 'Side by side' },
            { value: 'blink', title: 'Blink' },
          ]}
        />
      </Shown>
      <Shown title="Fields">
        <div className="max-w-text grid gap-4 sm:grid-cols-2">
          <Field id="a-seed" label="Seed" help="The same seed gives the same picture.">
            <input id="a-seed" className="field" defaultValue="7" />
          </Field>
          <Field id="a-category" label="Category">
            <Select
              id="a-category"
              choices={[
                { value: 'COUNTING', title: 'Counting' },
                { value: 'SPATIAL', title: 'Place' },
              ]}
            />
          </Field>
          <Field id="a-prompt" label="Prompt" problem="Write what you would like to see.">
            <input id="a-prompt" className="field" aria-invalid />
          </Field>
        </div>
      </Shown>
      <Shown title="Models, with what they are at hand">
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {MODELS.map((name) => (
            <li key={name}>
              <MethodName name={name} method={name === 'mine' ? 'SUR' : undefined} explained />
            </li>
          ))}
        </ul>
      </Shown>
      <Shown title="Shares with their intervals">
        <div className="max-w-text grid gap-4 sm:grid-cols-3">
          <IntervalBar method="VANILLA" value={0.41} low={0.33} high={0.49} />
          <IntervalBar method="SUR" value={0.52} low={0.44} high={0.6} />
          <IntervalBar method="ELLA" value={0.64} low={0.55} high={0.73} hatched />
        </div>
      </Shown>
      <Shown title="Pictures">
        <div className="flex flex-wrap items-start gap-4">
          {[64, 100, 192, 320].map((width) => (
            <Card key={width} className="overflow-hidden">
              <div style={{ width }}>
                <PixelPicture src={TILE} alt={`In ${width} px`} width={64} height={64} />
              </div>
            </Card>
          ))}
          <LinkCard href="/" className="w-48">
            <PixelPicture src={TILE} alt="" width={64} height={64} />
            <span className="block p-3 group-hover:underline">A card that is one link</span>
          </LinkCard>
        </div>
      </Shown>
      <Shown title="While it loads">
        <Card className="max-w-text space-y-2 p-4">
          <Skeleton className="h-32 w-full" />
          <Skeleton className="h-4 w-2/3" />
        </Card>
      </Shown>
      <Shown title="What opens">
        <div className="flex flex-wrap gap-2">
          <Button kind="quiet" onClick={() => dialog.current?.showModal()}>
            Open a dialog
          </Button>
          <Popover id="a-menu" button="Open a menu" className="button-quiet">
            <a href="/exports" className="flex min-h-11 items-center px-3">
              Data
            </a>
          </Popover>
          <Button kind="quiet" onClick={() => setSaid('You chose the left picture.')}>
            Show a toast
          </Button>
        </div>
        <Dialog ref={dialog} label="An example">
          <p>Anything may be asked here.</p>
          <Button className="mt-3" onClick={() => dialog.current?.close()}>
            Fine
          </Button>
        </Dialog>
        <Toast
          message={said}
          action={{ title: 'Undo', run: () => setSaid('') }}
          onClose={() => setSaid('')}
        />
      </Shown>
      <Shown title="Nothing here">
        <EmptyState title="No votes here yet" next={{ href: '/vote', title: 'Vote blind' }}>
          Be the first to say which picture follows its prompt.
        </EmptyState>
      </Shown>
    </article>
  );
}
