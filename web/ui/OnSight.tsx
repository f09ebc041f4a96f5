// Does something as soon as it comes into sight, or nearly: what fetches the next page of a list. Give it another `key` to have it look again.
import { useEffect, useRef, useState, type ReactNode } from 'react';

export const OnSight = ({ onSeen, children }: { onSeen(): void; children: ReactNode }) => {
  const element = useRef<HTMLDivElement>(null);
  const [seen] = useState(() => onSeen);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && seen(), {
      rootMargin: '400px',
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [seen]);
  return <div ref={element}>{children}</div>;
};
