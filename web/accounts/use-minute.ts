// The time, anew at the beginning of each minute.
import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

export const useMinute = (): number => {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    let timer = 0;
    const wait = () => {
      timer = window.setTimeout(
        () => {
          setNow(Date.now());
          wait();
        },
        MINUTE_MS - (Date.now() % MINUTE_MS) + 20,
      );
    };
    wait();
    return () => clearTimeout(timer);
  }, []);
  return nowMs;
};
