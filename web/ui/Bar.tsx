// The thin bar at the top of the page: a state of the whole page that lasts (offline, updated), with at most one thing to do.
import type { ReactNode } from 'react';

export const Bar = ({ children }: { children: ReactNode }) => (
  <div
    role="status"
    className="flex min-h-8 shrink-0 items-center justify-center gap-3 border-b border-line bg-press px-4 py-1 text-center text-sm font-medium"
  >
    {children}
  </div>
);
