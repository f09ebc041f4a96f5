// A room's chat, wherever it stands: a chunk of its own, with what waits to be sent.
import { lazy, Suspense } from 'react';
import type { RoomId } from '../protocol/wire.ts';

export const loadChat = async () => {
  const [{ startChat }, { ChatPane }] = await Promise.all([import('./chat/chat.ts'), import('./chat/ChatPane.tsx')]);
  startChat();
  return { default: ChatPane };
};
const ChatPane = lazy(loadChat);

export const LazyChat = ({ roomId, variant = 'room' }: { roomId: RoomId; variant?: 'room' | 'beside-call' }) => (
  <Suspense fallback={<div className="flex-1" />}>
    <ChatPane roomId={roomId} variant={variant} />
  </Suspense>
);
