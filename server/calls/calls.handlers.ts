// From the wire to the verbs, and back.
import type { callRequests } from '../../protocol/calls.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { Calls } from './calls.ts';

export const callHandlers = (calls: Calls): Handlers<typeof callRequests, Caller> => ({
  'calls.prepare': async () => ({ rtpCapabilities: calls.rtpCapabilities }),

  'calls.join': (caller, { roomId, ...wish }) => calls.join(caller, roomId, wish),

  'calls.rejoin': async (caller, { participantId }) => ({ call: await calls.rejoin(caller, participantId) }),

  'calls.leave': async (caller, { participantId }) => {
    await calls.leave(caller, participantId);
    return {};
  },

  'calls.publish': async (caller, { participantId, source, rtpParameters, isPaused }) => ({
    trackId: await calls.publish(caller, participantId, source, rtpParameters, isPaused),
  }),

  'calls.unpublish': async (caller, { participantId, trackId }) => {
    await calls.unpublish(caller, participantId, trackId);
    return {};
  },

  'calls.pause': async (caller, { participantId, trackId, isPaused }) => {
    await calls.pause(caller, participantId, trackId, isPaused);
    return {};
  },

  'calls.subscribe': async (caller, { participantId, trackIds }) => ({
    subscriptions: await calls.subscribe(caller, participantId, trackIds),
  }),

  'calls.adjust': async (caller, { participantId, subscriptionId, isPaused, layer }) => {
    await calls.adjust(caller, participantId, subscriptionId, {
      ...(isPaused === undefined ? {} : { isPaused }),
      // 0, 1 or 2 by its schema.
      ...(layer === undefined ? {} : { layer: layer as 0 | 1 | 2 }),
    });
    return {};
  },

  'calls.unsubscribe': async (caller, { participantId, subscriptionId }) => {
    await calls.unsubscribe(caller, participantId, subscriptionId);
    return {};
  },

  'calls.turn-off': async (caller, { roomId, participantId, trackId }) => {
    await calls.turnOff(caller, roomId, participantId, trackId);
    return {};
  },

  'calls.mute-all': async (caller, { roomId }) => {
    await calls.muteAll(caller, roomId);
    return {};
  },

  'calls.ask-on': async (caller, { roomId, participantId, source }) => {
    await calls.askOn(caller, roomId, participantId, source);
    return {};
  },

  'calls.restart-ice': async (caller, { participantId, direction }) => ({
    iceParameters: await calls.restartIce(caller, participantId, direction),
  }),
});
