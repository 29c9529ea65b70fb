'use client';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div className="card mt-8 p-6">
      <h1 className="text-title font-semibold">Something went wrong on our side</h1>
      {error.digest && <p className="quiet mt-2">Please tell us this number: {error.digest}</p>}
      <button type="button" className="button mt-4" onClick={reset}>
        Try again
      </button>
    </div>
  );
}
