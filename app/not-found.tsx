import Link from 'next/link';

export default function NotFound() {
  return (
    <div className="card mt-8 p-6">
      <h1 className="text-2xl font-semibold">There is nothing here</h1>
      <p className="mt-2">
        The address may be mistyped. The{' '}
        <Link href="/" className="underline">
          gallery
        </Link>{' '}
        has everything that was painted.
      </p>
    </div>
  );
}
