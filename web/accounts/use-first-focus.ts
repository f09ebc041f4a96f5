// Where there is one thing to do, one can begin to write; but a phone's keyboard would cover half of it before it is read.
import { useEffect, type RefObject } from 'react';

export const useFirstFocus = (form: RefObject<HTMLFormElement | null>): void => {
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) form.current?.querySelector<HTMLInputElement>('input:not([hidden])')?.focus();
  }, [form]);
};
