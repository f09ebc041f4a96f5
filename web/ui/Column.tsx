// A page of one calm column with the wordmark above it: what those see who are not inside yet.
import type { ReactNode } from 'react';
import { Wordmark } from './Wordmark.tsx';

type Props = {
  title: string;
  /** A line above the title, which it completes. */
  over?: string;
  text?: ReactNode;
  icon?: ReactNode;
  children?: ReactNode;
};

export const Column = ({ title, over, text, icon, children }: Props) => (
  <main id="content" tabIndex={-1} className="flex min-h-dvh flex-col items-center px-6 py-12 pt-[max(48px,14dvh)]">
    <div className="w-full max-w-90">
      <Wordmark className="mb-8 text-2xl" />
      <header className="mb-6">
        {icon && (
          <span className="mb-4 inline-flex size-12 items-center justify-center rounded-full bg-sunken text-soft [&_svg]:size-6">
            {icon}
          </span>
        )}
        {over && <p className="mb-1 text-soft [overflow-wrap:anywhere]">{over}</p>}
        <h1 tabIndex={-1} className="text-xl [overflow-wrap:anywhere]">
          {title}
        </h1>
        {text && <div className="mt-1 text-soft">{text}</div>}
      </header>
      {children}
    </div>
  </main>
);
