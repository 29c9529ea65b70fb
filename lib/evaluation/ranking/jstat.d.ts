declare module 'jstat' {
  /** Student's t: `inv(p, df)` is its quantile. */
  export const studentt: { inv(p: number, degreesOfFreedom: number): number };
}
