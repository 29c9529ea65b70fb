/** The element at `index`, which the caller knows to be there. Throws RangeError where there is none. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index];
  if (element === undefined) {
    throw new RangeError(`There is no element ${index} in a list of ${list.length}.`);
  }
  return element;
}
