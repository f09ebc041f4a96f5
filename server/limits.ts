// Token buckets: how much one socket, account or network may ask for. In memory, so that they hold on the smallest set-up; networks are taken from
// the socket's own address (gateway/networks.ts), never from a header that anybody can write.

export type Rate = { burst: number; perSecond: number };

export type Bucket = {
  /** Takes a token: 0 when there was one, else the milliseconds until there is. */
  take(now: number): number;
  /** Takes so many whether they are there or not: what was done already. Nothing is given before it is made up for. */
  owe(now: number, cost: number): void;
  /** Nothing owed: as good as new. */
  isFull(now: number): boolean;
};

export const createBucket = ({ burst, perSecond }: Rate): Bucket => {
  let tokens = burst;
  let filledAt: number | null = null;
  const fill = (now: number) => {
    if (filledAt !== null) tokens = Math.min(burst, tokens + (Math.max(0, now - filledAt) / 1000) * perSecond);
    filledAt = now;
  };
  return {
    take(now) {
      fill(now);
      if (tokens >= 1) {
        tokens -= 1;
        return 0;
      }
      return Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
    owe(now, cost) {
      fill(now);
      tokens -= cost;
    },
    isFull(now) {
      fill(now);
      return tokens >= burst;
    },
  };
};

/** A bucket for each key that was seen lately. */
export const createBuckets = (rate: Rate) => {
  const buckets = new Map<string, Bucket>();
  const SWEEP_ABOVE = 10_000;
  const of = (key: string, now: number): Bucket => {
    let bucket = buckets.get(key);
    if (!bucket) {
      if (buckets.size >= SWEEP_ABOVE) for (const [old, other] of buckets) if (other.isFull(now)) buckets.delete(old);
      bucket = createBucket(rate);
      buckets.set(key, bucket);
    }
    return bucket;
  };
  return {
    take: (key: string, now: number): number => of(key, now).take(now),
    owe: (key: string, now: number, cost: number): void => of(key, now).owe(now, cost),
    get size(): number {
      return buckets.size;
    },
  };
};
