import { Wide } from '@/app/components/ui/wide';

interface Props {
  readonly title: string;
  /** Whose numbers, where several have the same title: boxes that scroll are landmarks, and each needs a name of its own. */
  readonly of?: string;
  readonly head: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

/** The numbers behind a figure as a table, folded away. */
export function Numbers({ title, of, head, rows }: Props) {
  return (
    <details className="mt-2 text-sm">
      <summary className="quiet min-h-11 content-center">{title}</summary>
      <Wide label={of === undefined ? title : `${of}: ${title}`}>
        <table className="text-left">
          <thead className="quiet">
            <tr>
              {head.map((title) => (
                <th key={title} scope="col" className="py-1 pr-4 font-normal">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...cells]) => (
              <tr key={name} className="border-t border-(--line)">
                <th scope="row" className="py-1 pr-4 font-normal">
                  {name}
                </th>
                {cells.map((cell, i) => (
                  <td key={head[i + 1]} className="py-1 pr-4 whitespace-nowrap">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </details>
  );
}
