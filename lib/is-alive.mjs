// JavaScript, so that the launcher can use it, which runs without tsx.

/**
 * Whether there is a process of that number on this host, whoever's it is.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, of another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
