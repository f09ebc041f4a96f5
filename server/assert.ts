// What must hold, or else the program is wrong: a failed claim is a bug, answered `internal` and logged with its stack.

export function assert(claim: unknown, message: string): asserts claim {
  if (!claim) throw new Error(`bug: ${message}`);
}
