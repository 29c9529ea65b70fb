import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** Whether this process may mount disks: those of memory stand for full ones, and for ones that can only be read. */
export const mayMount =
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

/** Mounts a new disk of so many megabytes at `folder`; returns how to make it read-only, and how to take it away. */
export function mountDisk(folder: string, megabytes: number) {
  mkdirSync(folder, { recursive: true });
  const mount = (...options: string[]) => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(','), 'tmpfs', folder]);
  };
  mount(`size=${megabytes}m`);
  return {
    onlyRead: () => {
      mount('remount', 'ro');
    },
    unmount: () => {
      execFileSync('umount', ['--lazy', folder]);
    },
  };
}
