import { execFileSync } from 'node:child_process';

/** The process `root` and all that descend from it. */
export function family(root: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [root];
  // The list grows while it is walked: children of children are found, too.
  for (const parent of found) {
    for (const [pid, of] of table) if (of === parent && pid) found.push(pid);
  }
  return found;
}
