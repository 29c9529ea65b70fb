/** Says that pictures are missing, and why. */
export function HiddenPictures({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <p className="quiet text-sm">
      {count === 1 ? 'One picture is' : `${count} pictures are`} not shown: a curator, or the base’s
      own safety checker, withholds {count === 1 ? 'it' : 'them'}.
    </p>
  );
}
