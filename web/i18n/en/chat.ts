// English, for chat.
export default {} as const satisfies Record<string, string>;
