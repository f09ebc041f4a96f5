// For test runs started by hand: the media worker from the cache, if there is one. Tests that need it say so when it is missing.
import { findCached } from '../media-worker/cache.mjs';
import { root } from './prepare.mjs';

export default () => {
  process.env.MEDIASOUP_WORKER_BIN ||= findCached(root) ?? '';
};
