// Whether something has lasted longer than a moment: what is over sooner is not worth showing.
import { useEffect, useState } from 'react';

export const useSlow = (isGoingOn: boolean, afterMs: number): boolean => {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isGoingOn) return;
    const timer = setTimeout(() => setSlow(true), afterMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isGoingOn, afterMs]);
  return isSlow;
};
