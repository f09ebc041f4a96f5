// What is asked for when a page is opened, and again: whenever its window comes to the front, and every so often while it is looked at. What was
// answered last stays when a later question is not.
import { useCallback, useEffect, useRef, useState } from 'react';

export type Fresh<Answer> = { answer: Answer | null; error: unknown; again(): void };

/** Keep `ask` with `useCallback`, or outside. */
export const useFresh = <Answer>(ask: () => Promise<Answer>, everyMs: number | null): Fresh<Answer> => {
  const [state, setState] = useState<{ answer: Answer | null; error: unknown }>({ answer: null, error: null });
  // What was asked before the latest question, or by a page that is gone, is not waited for.
  const latest = useRef<object | null>(null);
  const again = useCallback(() => {
    const own = {};
    latest.current = own;
    ask().then(
      (answer) => own === latest.current && setState({ answer, error: null }),
      (error: unknown) => own === latest.current && setState((before) => ({ ...before, error })),
    );
  }, [ask]);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') again();
    };
    again();
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    const timer = everyMs === null ? undefined : setInterval(look, everyMs);
    return () => {
      latest.current = null;
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
    };
  }, [again, everyMs]);

  return { ...state, again };
};
