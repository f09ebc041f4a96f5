// Medians and percentiles, and numbers as people and JSON read them.

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

/** The value that a share `part` (0 to 1) of all values does not exceed. NaN of nothing. */
export const percentile = (values: readonly number[], part: number): number => {
  const order = sorted(values);
  return order[Math.min(order.length - 1, Math.max(0, Math.ceil(order.length * part) - 1))] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => {
  const order = sorted(values);
  const middle = order.length / 2;
  if (order.length % 2 === 1) return order[Math.floor(middle)]!;
  return (order[middle - 1]! + order[middle]!) / 2;
};

/** To three significant digits; whole from 1,000 on. */
export const round = (value: number): number => (Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(3)));

export const thousands = (value: number): string => Math.round(value).toLocaleString('en-US');
