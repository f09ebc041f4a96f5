// A room's call as the whole window. A chunk of its own, so that the page before a call carries nothing that it does not need.
import { useLocation } from 'wouter';
import CallPage from './calls/CallPage.tsx';
import { DeviceCheck } from './calls/Preview.tsx';
import { useDoorNotices } from './door-hooks.ts';
import { useTitle } from './house-hooks.ts';
import { LazyChat } from './LazyChat.tsx';
import { LobbyNotice } from './rooms/LobbyNotice.tsx';
import { may } from './rooms/may.ts';
import { RoomGate } from './rooms/RoomGate.tsx';
import { inviteTo } from './rooms/rooms.ts';
import { paths, type Route } from './routes.ts';

const CallRoom = ({ route }: { route: Extract<Route, { page: 'call' }> }) => {
  const [, navigate] = useLocation();
  useTitle(route);
  useDoorNotices();
  return (
    <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
      <RoomGate slug={route.slug} preview={<DeviceCheck />}>
        {(summary) => {
          const { room, role } = summary;
          const openRoom = () => navigate(paths.room(room.slug));
          return (
            <CallPage
              roomId={room.id}
              slug={room.slug}
              chat={<LazyChat roomId={room.id} variant="beside-call" />}
              notice={<LobbyNotice summary={summary} look="floating" />}
              onInvite={may('invitations.create', role) ? () => inviteTo(room.id) : null}
              onLeft={openRoom}
              onOpenRoom={openRoom}
            />
          );
        }}
      </RoomGate>
    </main>
  );
};

export default CallRoom;
