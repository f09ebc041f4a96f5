// The tiles of a call in the space there is, with a way to the next page where they do not all fit.
import { useState } from 'react';
import { useStore } from '@nanostores/react';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import type { Participant } from '../../protocol/calls.ts';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { ownAccount } from '../accounts/accounts.ts';
import { t } from '../i18n/i18n.ts';
import { roomView } from '../rooms/rooms.ts';
import type { MenuItem } from '../ui/Menu.tsx';
import type { LiveCall } from './calls.ts';
import { stageOf } from './items.ts';
import { memberOf, participantMenu } from './participant-menu.tsx';
import { placeTiles } from './placing.ts';
import { RoundButton } from './RoundButton.tsx';
import { Tile } from './Tile.tsx';
import { useSize } from './use-size.ts';

type Props = {
  call: LiveCall;
  summary: RoomSummary;
  /** The call's address, for somebody who is not there yet. */
  link: string;
  onInvite: (() => void) | null;
};

export const StageTiles = ({ call, summary: { room, role }, link, onInvite }: Props) => {
  const members = useStore(roomView(room.id))?.members;
  const own = ownAccount();
  const menuOf = (participant: Participant): MenuItem[] =>
    own === null ? [] : participantMenu(room.id, { id: own.id, role }, participant, memberOf(members, participant.account.id));
  const faces = useStore(call.$faces);
  const recent = useStore(call.speaking.$recent);
  const [space, area] = useSize<HTMLDivElement>();
  const [wantedPage, setPage] = useState(0);
  const stage = stageOf(faces);
  const recentKeys = recent.flatMap((id) => faces.find(({ participant }) => participant.id === id)?.key ?? []);
  const placing = area === null ? null : placeTiles(area, stage, recentKeys, wantedPage);
  const cause = placing?.tiles.map(({ item }) => item.key).join('|') ?? '';
  return (
    <div ref={space} role="group" aria-label={t('calls.stage')} className="relative min-h-0 flex-1">
      {placing?.tiles.map(({ item, box, isFloating }) => (
        <Tile
          key={item.key}
          call={call}
          link={link}
          onInvite={onInvite}
          menuOf={menuOf}
          item={item}
          box={box}
          isFloating={isFloating}
          cause={cause}
        />
      ))}
      {placing !== null && placing.pages > 1 && (
        <div className="absolute top-2 right-2 flex items-center gap-1 rounded-full bg-surface p-1 text-sm shadow-float">
          <RoundButton
            label={t('calls.previousPage')}
            className="size-9!"
            disabled={placing.page === 0}
            onClick={() => setPage(placing.page - 1)}
          >
            <ChevronLeft aria-hidden />
          </RoundButton>
          <span className="tabular" role="status">
            {t('calls.page', { page: placing.page + 1, pages: placing.pages })}
          </span>
          <RoundButton
            label={t('calls.nextPage')}
            className="size-9!"
            disabled={placing.page === placing.pages - 1}
            onClick={() => setPage(placing.page + 1)}
          >
            <ChevronRight aria-hidden />
          </RoundButton>
        </div>
      )}
    </div>
  );
};
