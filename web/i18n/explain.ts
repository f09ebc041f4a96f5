// Why something did not happen, in words: what happened, whether anything was lost, what to do. Chosen by code; what the server
// writes into `message` is for developers, and shown only where it names the field that was wrong.
// Knows a refusal by its code, whoever threw it: the words stand below everything that can fail.
import { REFUSALS, type RefusalCode } from '../../protocol/errors.ts';
import { t } from './i18n.ts';

type RefusedLike = Error & { code: RefusalCode; retryAfterMs?: number };

export const explain = (error: unknown): string => {
  if (error instanceof Error && error.name === 'Lost') return t('ui.refused.lost');
  if (!isRefused(error)) return t('ui.refused.internal');
  switch (error.code) {
    case 'bad-request':
      return t('ui.refused.bad-request', { message: error.message });
    case 'too-many':
      return t('ui.refused.too-many', { seconds: Math.ceil((error.retryAfterMs ?? 0) / 1_000) });
    default:
      return t(`ui.refused.${error.code}`);
  }
};

const isRefused = (error: unknown): error is RefusedLike =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && Object.hasOwn(REFUSALS, error.code);
