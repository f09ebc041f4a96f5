import { describe, expect, it } from 'vitest';
import { createBucket, createBuckets } from './limits.ts';

describe('a bucket', () => {
  it('gives its burst at once, then says how long to wait, and fills up again to its brim', () => {
    const bucket = createBucket({ burst: 3, perSecond: 2 });
    expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([0, 0, 0, 500]);
    expect([bucket.take(250), bucket.take(500), bucket.take(500)]).toEqual([250, 0, 500]);
    expect([9_999, 9_999, 9_999, 9_999].map((now) => bucket.take(now))).toEqual([0, 0, 0, 500]);
  });

  it('is not emptied by being asked in vain', () => {
    const bucket = createBucket({ burst: 1, perSecond: 1 });
    bucket.take(0);
    for (let tries = 0; tries < 100; tries++) bucket.take(500);
    expect(bucket.take(1_000)).toBe(0);
  });

  it('gives nothing before what is owed is made up for', () => {
    const bucket = createBucket({ burst: 3, perSecond: 1 });
    expect(bucket.take(0)).toBe(0);
    bucket.owe(0, 10);
    expect([bucket.take(0), bucket.take(8_999), bucket.take(9_000)]).toEqual([9_000, 1, 0]);
  });

  it('does not lose or win anything by a clock that is set back', () => {
    const bucket = createBucket({ burst: 2, perSecond: 1 });
    expect([bucket.take(10_000), bucket.take(10_000), bucket.take(0), bucket.take(500)]).toEqual([0, 0, 1_000, 500]);
  });
});

describe('buckets', () => {
  it('keep keys apart', () => {
    const buckets = createBuckets({ burst: 1, perSecond: 1 });
    expect([buckets.take('a', 0), buckets.take('a', 0), buckets.take('b', 0)]).toEqual([0, 1_000, 0]);
  });

  it('forget those who owe nothing, and nobody else', () => {
    const buckets = createBuckets({ burst: 1, perSecond: 0.1 });
    for (let index = 0; index < 10_000; index++) buckets.take(`old ${index}`, 0);
    buckets.take('owing', 9_000);
    buckets.take('new', 10_000);
    expect(buckets.take('owing', 10_000)).toBe(9_000);
    expect(buckets.size).toBe(2);
  });
});
