// Does something whose outcome is said in passing: `done` once it is so, or why it could not be.
import { explain } from '../i18n/explain.ts';
import { notify } from './toasts.ts';

export const attempt = async (asked: Promise<unknown>, done?: string): Promise<void> => {
  try {
    await asked;
    if (done !== undefined) notify(done);
  } catch (error) {
    notify(explain(error), { kind: 'error' });
  }
};
