// A place with nothing in it yet, or nothing to show: what it is for, and the one next step.
import type { ReactNode } from 'react';

type Props = {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Of a page that has a heading of its own. */
  isPart?: boolean;
};

export const Empty = ({ icon, title, children, action, isPart = false }: Props) => (
  <div className="m-auto flex max-w-90 flex-col items-center gap-3 px-6 py-12 text-center">
    {icon && (
      <span className="mb-1 inline-flex size-12 items-center justify-center rounded-full bg-sunken text-soft [&_svg]:size-6">{icon}</span>
    )}
    {isPart ? (
      <h2 className="text-base [overflow-wrap:anywhere]">{title}</h2>
    ) : (
      <h1 tabIndex={-1} className="text-lg [overflow-wrap:anywhere]">
        {title}
      </h1>
    )}
    {children && <div className="text-soft">{children}</div>}
    {action && <div className="mt-2">{action}</div>}
  </div>
);
