// English, for calls.
export default {} as const satisfies Record<string, string>;
