// The day that it is, so that "Today" does not stay on the page after midnight.
import { useEffect, useState } from 'react';
import { dayOf } from './rows.ts';

export const useToday = (): string => {
  const [today, setToday] = useState(() => dayOf(Date.now()));
  useEffect(() => {
    let timer = 0;
    const update = () => {
      setToday(dayOf(Date.now()));
      const midnight = new Date().setHours(24, 0, 0, 0);
      clearTimeout(timer);
      timer = window.setTimeout(update, midnight - Date.now() + 1_000);
    };
    update();
    // A laptop that slept over midnight wakes with its timers late.
    document.addEventListener('visibilitychange', update);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', update);
    };
  }, []);
  return today;
};
