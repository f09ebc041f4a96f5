// Joins class names; what is false or missing is left out.
export const cx = (...classes: (string | false | null | undefined)[]): string => classes.filter(Boolean).join(' ');
