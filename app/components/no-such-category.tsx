import Link from 'next/link';
import { CATEGORIES } from './categories';

interface Props {
  /** What the address says instead of a category. */
  readonly unknown: string;
  /** The page whose categories there are. */
  readonly pathname: string;
}

/** Says that there is no such category, and which there are. */
export function NoSuchCategory({ unknown, pathname }: Props) {
  return (
    <div className="card mt-6 space-y-3 p-6">
      <h1 className="text-xl font-semibold">There is no category “{unknown.slice(0, 40)}”</h1>
      <p>These there are:</p>
      <p className="flex flex-wrap gap-2">
        <Link href={pathname} className="pill">
          All
        </Link>
        {CATEGORIES.map(({ name, title }) => (
          <Link key={name} href={{ pathname, query: { category: name } }} className="pill">
            {title}
          </Link>
        ))}
      </p>
    </div>
  );
}
