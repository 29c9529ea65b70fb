/** Fewer votes than so are told as a count: a share of three votes would look like more than it is. */
export const ENOUGH_FOR_SHARES = 10;
