// Pictures of people: taken in, made ours, shown to those who know the person, and gone with the next one. The bytes are on the disk before the database
// speaks of them, and leave it after it no longer does: what is left over by a crash in between is swept away at a start.
import { randomBytes } from 'node:crypto';
import type { OwnAccount } from '../../protocol/accounts.ts';
import { LIMITS, PICTURE_SIZES } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId, PictureId } from '../../protocol/wire.ts';
import type { Viewer } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Encoder } from '../files/encoder.ts';
import type { Files } from '../files/files.ts';
import type { Log } from '../log.ts';
import type { Database } from '../storage/database.ts';
import type { House } from './house.ts';
import { allFiles, bytesOf, deletePictures, findOwner, insertPicture } from './pictures.queries.ts';
import type { Profiles } from './profiles.ts';

export type Pictures = ReturnType<typeof createPictures>;

type Needs = {
  database: Database;
  clock: Clock;
  log: Log;
  files: Files;
  encoder: Pick<Encoder, 'encode'>;
  house: Pick<House, 'settings'>;
  profiles: Pick<Profiles, 'change' | 'mayChange'>;
  /** Whether the viewer may know that the other is there. */
  isAcquainted(viewer: Viewer, otherId: AccountId): Promise<boolean>;
};

/** Pictures that are taken in at the same time: as many bodies are in memory at most. */
const AT_ONCE = 16;
const RETRY_AFTER_MS = 1_000;
/** Younger than this, what the database does not know of may be on its way into it. */
const SWEPT_AFTER_MS = 60 * 60_000;

const newPictureId = (): PictureId => randomBytes(16).toString('base64url') as PictureId;
const fileOf = (edge: number): string => `${edge}.webp`;
const tooLarge = (what: string, bytes: number) => new Refusal('too-large', `${what} ${bytes} bytes`);

export const createPictures = ({ database, clock, log, files, encoder, house, profiles, isAcquainted }: Needs) => {
  const takingIn = new Set<AccountId>();

  /** After the commit: nothing leads to them any more, so that a disk that fails now harms nobody. */
  const forget = async (ids: readonly PictureId[]): Promise<void> => {
    for (const id of ids) {
      await files.remove(id).catch((error: unknown) => log.warn({ err: error }, 'a picture that nobody has any more could not be removed'));
    }
  };

  const store = async (id: PictureId, squares: ReadonlyMap<number, Buffer>): Promise<number> => {
    let bytes = 0;
    for (const [edge, square] of squares) {
      await files.put(id, fileOf(edge), square);
      bytes += square.length;
    }
    return bytes;
  };

  const takeIn = async (accountId: AccountId, read: (maxBytes: number) => Promise<Buffer>): Promise<OwnAccount> => {
    const { limits } = await house.settings();
    const squares = await encoder.encode(await read(Math.min(LIMITS.pictureBytes, limits.uploadBytes)), PICTURE_SIZES);
    const id = newPictureId();
    try {
      const bytes = await store(id, squares);
      let former: PictureId[] = [];
      const me = await profiles.change(accountId, async (now, trx) => {
        former = await deletePictures(trx, accountId);
        if ((await bytesOf(trx, accountId)) + bytes > limits.storedBytes) throw tooLarge('what one may keep here are', limits.storedBytes);
        await insertPicture(trx, id, accountId, bytes, clock.now());
        return { ...now, picture: id };
      });
      await forget(former);
      return me;
    } catch (error) {
      await forget([id]);
      throw error;
    }
  };

  return {
    /** `read` is asked for the body once it is known that it may come, and how long it may be. */
    async put(accountId: AccountId, read: (maxBytes: number) => Promise<Buffer>): Promise<OwnAccount> {
      if (takingIn.has(accountId) || takingIn.size >= AT_ONCE) {
        throw new Refusal('too-many', 'another picture is being taken in', RETRY_AFTER_MS);
      }
      takingIn.add(accountId);
      try {
        profiles.mayChange(accountId);
        return await takeIn(accountId, read);
      } finally {
        takingIn.delete(accountId);
      }
    },

    async remove(accountId: AccountId): Promise<OwnAccount> {
      let former: PictureId[] = [];
      const me = await profiles.change(accountId, async (now, trx) => {
        former = await deletePictures(trx, accountId);
        return { ...now, picture: null };
      });
      await forget(former);
      return me;
    },

    /** null for what is not there, and for what is not the viewer's to see. */
    async find(viewer: Viewer, pictureId: PictureId, edge: number): Promise<Buffer | null> {
      if (!(PICTURE_SIZES as readonly number[]).includes(edge)) return null;
      const ownerId = await findOwner(database.db, pictureId);
      if (ownerId === null || !(await isAcquainted(viewer, ownerId))) return null;
      return files.get(pictureId, fileOf(edge));
    },

    forget,

    /** Removes the bytes that no row speaks of. */
    async sweep(): Promise<void> {
      // First what lies there: what comes meanwhile is not looked at.
      const there = await files.all();
      const known = await allFiles(database.db);
      const old = clock.now() - SWEPT_AFTER_MS;
      await forget(there.filter(({ id, changedAt }) => !known.has(id) && changedAt < old).map(({ id }) => id as PictureId));
    },
  };
};
