// A button that opens a menu, by the ARIA pattern: arrows, Home, End and first letters move; Escape and Tab close; focus returns.
// Lies in the top layer (`popover`), so that nothing clips it. Our own hundred lines, because a menu library costs 30 kB.
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import Check from 'lucide-react/icons/check';
import { cx } from './cx.ts';
import { place } from './place.ts';

export type MenuItem =
  | { kind?: 'action'; label: string; icon?: ReactNode; isDanger?: boolean; onSelect(): void }
  | { kind: 'choice'; label: string; icon?: ReactNode; isChosen: boolean; onSelect(): void }
  | { kind: 'toggle'; label: string; icon?: ReactNode; isOn: boolean; onSelect(): void }
  | { kind: 'heading'; label: string }
  | { kind: 'line' };

/** Groups of entries with a line between them, and none where one is empty. */
export const withLines = (...groups: readonly (readonly MenuItem[])[]): MenuItem[] =>
  groups.filter((group) => group.length > 0).flatMap((group, index) => (index > 0 ? [{ kind: 'line' as const }, ...group] : group));

export type MenuProps = {
  items: readonly MenuItem[];
  /** The name of the menu. */
  label: string;
  side?: 'above' | 'below';
  /** What the button that opens it looks like, and what is in it. */
  className?: string;
  children: ReactNode;
};

export const Menu = ({ items, label, side = 'below', className, children }: MenuProps) => {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);

  const rows = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  const open = (at: 0 | -1 = 0) => {
    if (!menu.current || !anchor.current || isOpen) return;
    menu.current.showPopover();
    place(menu.current, anchor.current, side);
    rows().at(at)?.focus();
  };
  const close = (giveFocusBack: boolean) => {
    menu.current?.hidePopover();
    if (giveFocusBack) anchor.current?.focus();
  };
  const move = (event: KeyboardEvent) => {
    const all = rows();
    const now = all.indexOf(document.activeElement as HTMLElement);
    const to = target(event.key, all, now);
    if (to) {
      event.preventDefault();
      to.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault();
      event.stopPropagation();
      close(true);
    }
  };

  return (
    <>
      <button
        ref={anchor}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close(true) : open())}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          open(event.key === 'ArrowUp' ? -1 : 0);
        }}
        className={className}
      >
        {children}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        onToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={move}
        className="menu fixed inset-auto m-0 max-h-[60dvh] max-w-80 min-w-56 overflow-y-auto rounded-card bg-surface p-1 text-fg shadow-float"
      >
        {items.map((item, index) => (
          <Row key={index} item={item} onDone={() => close(true)} />
        ))}
      </div>
    </>
  );
};

const ROLES = { action: 'menuitem', choice: 'menuitemradio', toggle: 'menuitemcheckbox' } as const;

const Row = ({ item, onDone }: { item: MenuItem; onDone(): void }) => {
  if (item.kind === 'line') return <div role="separator" className="mx-2 my-1 h-px bg-line" />;
  if (item.kind === 'heading') return <div className="px-3 pt-2 pb-1 text-xs font-medium text-soft">{item.label}</div>;
  const isMarked = (item.kind === 'choice' && item.isChosen) || (item.kind === 'toggle' && item.isOn);
  return (
    <button
      type="button"
      role={ROLES[item.kind ?? 'action']}
      aria-checked={item.kind === 'choice' || item.kind === 'toggle' ? isMarked : undefined}
      tabIndex={-1}
      onPointerEnter={(event) => event.currentTarget.focus()}
      onClick={() => {
        onDone();
        item.onSelect();
      }}
      className={cx(
        'flex min-h-target w-full items-center gap-3 rounded-control px-3 text-left text-sm focus:bg-hover focus-visible:outline-offset-[-2px] active:bg-press [&_svg]:size-4',
        'isDanger' in item && item.isDanger && 'text-danger-text',
      )}
    >
      {item.icon}
      <span className="flex-1">{item.label}</span>
      {isMarked && (item.kind === 'toggle' ? <Check aria-hidden /> : <span className="size-2 rounded-full bg-ink" aria-hidden />)}
    </button>
  );
};

const target = (key: string, rows: HTMLElement[], now: number): HTMLElement | undefined => {
  switch (key) {
    case 'ArrowDown':
      return rows[(now + 1) % rows.length];
    case 'ArrowUp':
      return rows.at(now <= 0 ? -1 : now - 1);
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    default:
      if (key.length !== 1 || key === ' ') return undefined;
      return [...rows.slice(now + 1), ...rows.slice(0, now + 1)].find((row) =>
        row.textContent?.toLocaleLowerCase().startsWith(key.toLocaleLowerCase()),
      );
  }
};
