// A camera without a picture: VP8 in RTP over plain UDP, 30 frames a second of ten packets, about 1150 bytes each (2.8 Mbit/s, 720p), every
// frame one that a receiver may begin with.
import { createSocket } from 'node:dgram';
import { setTimeout } from 'node:timers/promises';

const FRAMES_PER_SECOND = 30;
const PACKETS_PER_FRAME = 10;
const PAYLOAD_BYTES = 1_138;
const CLOCK_RATE = 90_000;

export type RtpSource = { /** Sends for so long; answers how many packets. */ send(ms: number): Promise<number>; close(): void };

/** To a UDP port of this machine. Numbers and times go on from one time to the next: what repeats would be taken for a replay. */
export const createRtpSource = (port: number): RtpSource => {
  const socket = createSocket('udp4');
  let sequence = 0;
  let frame = 0;
  const sendFrame = () => {
    for (let index = 0; index < PACKETS_PER_FRAME; index++) {
      const packet = Buffer.alloc(12 + PAYLOAD_BYTES, 0x5a);
      packet[0] = 0x80;
      packet[1] = 96 | (index === PACKETS_PER_FRAME - 1 ? 0x80 : 0);
      packet.writeUInt16BE(sequence & 0xffff, 2);
      packet.writeUInt32BE((frame * (CLOCK_RATE / FRAMES_PER_SECOND)) >>> 0, 4);
      packet.writeUInt32BE(0x1234, 8);
      // VP8 payload descriptor (RFC 7741): start of a partition, or not; then a key frame's header.
      packet[12] = index === 0 ? 0x10 : 0x00;
      if (index === 0) packet.set([0x10, 0x00, 0x00, 0x9d, 0x01, 0x2a, 0x00, 0x05, 0xd0, 0x02], 13);
      socket.send(packet, port, '127.0.0.1');
      sequence += 1;
    }
    frame += 1;
  };
  return {
    async send(ms) {
      const [begin, firstFrame, first] = [performance.now(), frame, sequence];
      while (performance.now() - begin < ms) {
        sendFrame();
        const next = begin + ((frame - firstFrame) * 1_000) / FRAMES_PER_SECOND;
        await setTimeout(Math.max(0, next - performance.now()));
      }
      return sequence - first;
    },
    close: () => socket.close(),
  };
};
