// The door to what makes pictures ours: from whatever a person sends to squares that hold the picture and nothing else.

export type Encoder = {
  /**
   * Squares of these edges (pixels), cut from the middle, upright, as WebP: without a word of what the file said besides. Refuses as `not-a-picture`
   * what cannot be read, or unpacks to too much; as `too-many` when too much is waiting.
   */
  encode(bytes: Buffer, edges: readonly number[]): Promise<Map<number, Buffer>>;
  /** What is under way is refused. Idempotent. */
  close(): Promise<void>;
};

/** Longest edge times longest edge that is unpacked at all: 40 million pixels. */
export const MOST_PIXELS = 40_000_000;
