// What can be said of a room's name before the server is asked.
import { LIMITS } from '../../protocol/constants.ts';
import { t } from '../i18n/i18n.ts';

export const checkName = (name: string): string | undefined => {
  const { length } = name.trim();
  if (length === 0) return t('rooms.error.name');
  return length > LIMITS.roomName ? t('rooms.error.nameLong', { max: LIMITS.roomName }) : undefined;
};
