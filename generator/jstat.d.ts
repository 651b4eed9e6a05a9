/** What is used of jstat, which has no types of its own. */
declare module "jstat" {
  const jstat: {
    /** Chance of at most `x`. */
    chisquare: { cdf(x: number, degreesOfFreedom: number): number };
    normal: {
      cdf(x: number, mean: number, standardDeviation: number): number;
    };
  };
  export default jstat;
}
