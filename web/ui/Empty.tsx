// A place with nothing in it yet, or nothing to show: what it is for, and the one next step.
import type { ReactNode } from 'react';

export const Empty = ({ icon, title, children, action }: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }) => (
  <div className="m-auto flex max-w-90 flex-col items-center gap-3 px-6 py-12 text-center">
    {icon && (
      <span className="mb-1 inline-flex size-12 items-center justify-center rounded-full bg-sunken text-soft [&_svg]:size-6">{icon}</span>
    )}
    <h1 tabIndex={-1} className="text-lg [overflow-wrap:anywhere]">
      {title}
    </h1>
    {children && <div className="text-soft">{children}</div>}
    {action && <div className="mt-2">{action}</div>}
  </div>
);
