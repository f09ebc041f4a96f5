// The bus of a house on one node: calls listeners in the same turn, in the order of publishing.
import type { AccountMessage, Bus, RoomMessage } from './bus.ts';

const createTopics = <Message>() => {
  const topics = new Map<string, Set<(message: Message) => void>>();
  return {
    publish(topic: string, message: Message) {
      // A copy, because a listener may subscribe or leave while it is told.
      for (const listener of [...(topics.get(topic) ?? [])]) listener(message);
    },
    subscribe(topic: string, listener: (message: Message) => void): () => void {
      // Wrapped, so that the same function subscribed twice is two subscriptions.
      const own = (message: Message) => listener(message);
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(own));
      return () => {
        listeners.delete(own);
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic);
      };
    },
    clear: () => topics.clear(),
  };
};

export const createInProcessBus = (): Bus => {
  const rooms = createTopics<RoomMessage>();
  const accounts = createTopics<AccountMessage>();
  return {
    publishToRoom: rooms.publish,
    publishToAccount: accounts.publish,
    subscribeToRoom: rooms.subscribe,
    subscribeToAccount: accounts.subscribe,
    async close() {
      rooms.clear();
      accounts.clear();
    },
  };
};
