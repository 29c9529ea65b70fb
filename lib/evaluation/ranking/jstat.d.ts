declare module 'jstat' {
  interface Distribution {
    /** The quantile of `p`. */
    inv(p: number, ...parameters: number[]): number;
    /** The probability of at most `x`. */
    cdf(x: number, ...parameters: number[]): number;
  }
  /** Student's t by degrees of freedom. */
  export const studentt: Distribution;
  /** The normal distribution, by mean and standard deviation. */
  export const normal: Distribution;
  /** The Beta distribution, by α and β. */
  export const beta: Distribution;
  /** The number of successes, by trials and their chance. */
  export const binomial: Distribution;
  /** How many of the marked are among those drawn, by the number of all, of the marked, and of the drawn. */
  export const hypgeom: Pick<Distribution, 'cdf'>;
}
