// Chat on the wire.
import type { chatRequests } from '../../protocol/chat.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { Chat } from './chat.ts';

export const chatHandlers = (chat: Chat): Handlers<typeof chatRequests, Caller> => ({
  'chat.post': async ({ accountId }, { roomId, key, text }) => ({ message: await chat.post(accountId, roomId, key, text) }),
  'chat.history': async ({ accountId }, { roomId, limit, ...cut }) => chat.history(accountId, roomId, cut, limit),
  'chat.mark-read': async ({ accountId }, { roomId, seq }) => {
    await chat.markRead(accountId, roomId, seq);
    return {};
  },
});
