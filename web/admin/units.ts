// Sizes as somebody writes them: a number and a unit beside it. Pure.

export const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;
export type Unit = (typeof UNITS)[number];

const bytesOfUnit = (unit: Unit): number => 1_024 ** (UNITS.indexOf(unit) + 1);

export type Written = { number: string; unit: Unit };

/** In the largest unit in which it is a short number; a size that no hand wrote, to six places. */
export const writtenOf = (bytes: number): Written => {
  const sizes = UNITS.filter((unit) => bytes >= bytesOfUnit(unit)).map((unit) => ({ unit, value: bytes / bytesOfUnit(unit) }));
  const { unit, value } = sizes.findLast((size) => Number.isInteger(size.value * 100)) ??
    sizes.at(-1) ?? { unit: 'kB', value: bytes / 1_024 };
  return { number: String(Number(value.toFixed(6))), unit };
};

/** null for what is no size. A comma is as good as a point. */
export const bytesOf = ({ number, unit }: Written): number | null => {
  const text = number.trim().replace(',', '.');
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text)) return null;
  return Math.round(Number(text) * bytesOfUnit(unit));
};
