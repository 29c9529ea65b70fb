// JavaScript, so that the launcher can use it, which runs without tsx.

/** @type {Readonly<Record<string, string>>} */
const WORDS = {
  EACCES: 'it may not be read or written by this user',
  EPERM: 'this user may not do that',
  EROFS: 'it is on a disk that can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
  EFBIG: 'it would be larger than this disk allows',
  ENOENT: 'it is not there',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EIO: 'the disk has an error',
  ENAMETOOLONG: 'its name is too long',
};

/**
 * What the operating system calls an error of a file; undefined of other errors.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function fileErrorCode(error) {
  return error instanceof Error && 'syscall' in error && 'code' in error
    ? String(error.code)
    : undefined;
}

/**
 * Whether it says that a file is not there.
 * @param {unknown} error
 */
export function isMissing(error) {
  return fileErrorCode(error) === 'ENOENT';
}

/**
 * Why something with a file went wrong, as a half sentence for the person whose file it is.
 * @param {unknown} error
 */
export function whyNot(error) {
  const code = fileErrorCode(error);
  if (code !== undefined) return WORDS[code] ?? code;
  return error instanceof Error ? error.message.replace(/\.+$/, '') : String(error);
}
