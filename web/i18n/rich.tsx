// A message with something other than text in it: `rich(t, 'x', { name: <b>Ana</b> })`. What people are called is put in after the message was
// drawn, and never read as one.
import { Fragment, type ReactNode } from 'react';
import type { Values } from './interpret.ts';

/** In no text that people may write: private use is refused in names. */
const MARK = '\ue000';

export const rich = <Id extends string>(
  t: (id: Id, values?: Values) => string,
  id: Id,
  nodes: Readonly<Record<string, ReactNode>>,
  values: Values = {},
): ReactNode => {
  const names = Object.keys(nodes);
  const marked = Object.fromEntries(names.map((name, index) => [name, `${MARK}${index}${MARK}`]));
  return t(id, { ...values, ...marked })
    .split(MARK)
    .map((part, index) => <Fragment key={index}>{index % 2 === 1 ? nodes[names[Number(part)]!] : part}</Fragment>);
};
