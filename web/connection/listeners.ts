// A list of listeners: told in the order they came. One that throws does not keep the others from hearing.
export type Listeners<Args extends unknown[]> = {
  add(listener: (...args: Args) => void): () => void;
  tell(...args: Args): void;
};

export const createListeners = <Args extends unknown[]>(): Listeners<Args> => {
  const listeners = new Set<(...args: Args) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(...args) {
      for (const listener of listeners) {
        try {
          listener(...args);
        } catch (error) {
          reportError(error);
        }
      }
    },
  };
};
