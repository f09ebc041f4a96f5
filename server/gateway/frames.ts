// WebSocket text frames as bytes (RFC 6455, 5.2), built once and written to many sockets: the write is what costs, not the JSON.

/** A whole, unmasked text frame: what a server sends. */
export const textFrame = (text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = 0x81;
  if (headerLength === 2) {
    frame[1] = length;
  } else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength);
  return frame;
};

export const jsonFrame = (value: unknown): Buffer => textFrame(JSON.stringify(value));
