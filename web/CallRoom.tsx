// A room's call as the whole window. A chunk of its own, so that the page before a call carries nothing that it does not need.
import { useLocation } from 'wouter';
import CallPage from './calls/CallPage.tsx';
import { useExitNotices, useTitle } from './house-hooks.ts';
import { LazyChat } from './LazyChat.tsx';
import { RoomGate } from './rooms/RoomGate.tsx';
import { paths, type Route } from './routes.ts';

const CallRoom = ({ route }: { route: Extract<Route, { page: 'call' }> }) => {
  const [, navigate] = useLocation();
  useTitle(route);
  useExitNotices();
  return (
    <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
      <RoomGate slug={route.slug}>
        {({ room }) => {
          const openRoom = () => navigate(paths.room(room.slug));
          return (
            <CallPage
              roomId={room.id}
              slug={room.slug}
              chat={<LazyChat roomId={room.id} variant="beside-call" />}
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
