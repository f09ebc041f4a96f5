// Pictures over HTTP: a body of bytes in, a square out. What is served was made here, is told to be nothing but a picture, and is kept by the browser of
// whoever was let in, for as long as it likes: another picture has another address.
import { Refusal } from '../../protocol/errors.ts';
import { PictureId } from '../../protocol/wire.ts';
import type { Accounts } from './accounts.ts';
import type { Visitor } from './auth.ts';
import type { Pictures } from './pictures.ts';

const YEAR_S = 365 * 24 * 60 * 60;
const KEPT = `private, max-age=${YEAR_S}, immutable`;
const PICTURE_HEADERS = {
  'content-type': 'image/webp',
  'content-disposition': 'inline; filename="picture.webp"',
  'content-security-policy': "default-src 'none'; sandbox",
} as const;

type Upload = { contentType: string; read(maxBytes: number): Promise<Buffer> };
type Look = { params: Readonly<Record<string, string>> };
type Answer = { headers: Record<string, string>; setCookie: readonly string[]; body: Buffer | string };

const notThere = () => new Refusal('not-found', 'there is no such picture, or it is not yours to see');

export type PictureHandlers = ReturnType<typeof pictureHandlers>;

export const pictureHandlers = (authenticate: Accounts['authenticate'], pictures: Pictures) => {
  const require = async (visitor: Visitor) => {
    const signedIn = await authenticate(visitor);
    if (!signedIn) throw new Refusal('signed-out', 'sign in first');
    return signedIn;
  };

  return {
    /** Answers `{ me }`, like the requests on the socket that change what others see. */
    async put(visitor: Visitor, { contentType, read }: Upload): Promise<Answer> {
      const { accountId, setCookie } = await require(visitor);
      if (!contentType.startsWith('image/') && contentType !== 'application/octet-stream') {
        throw new Refusal('not-a-picture', 'send the bytes of a picture');
      }
      const me = await pictures.put(accountId, read);
      return { headers: { 'content-type': 'application/json; charset=utf-8' }, setCookie, body: JSON.stringify({ me }) };
    },

    async get(visitor: Visitor, { params }: Look): Promise<Answer> {
      const { setCookie, ...viewer } = await require(visitor);
      const picture = PictureId.safeParse(params['picture']);
      const size = /^[1-9]\d{0,3}$/.test(params['size'] ?? '') ? Number(params['size']) : 0;
      const bytes = picture.success ? await pictures.find(viewer, picture.data, size) : null;
      if (!bytes) throw notThere();
      // An answer that renews the cookie is not to be kept, or the browser would be given an old one back.
      return { headers: { ...PICTURE_HEADERS, 'cache-control': setCookie.length > 0 ? 'no-store' : KEPT }, setCookie, body: bytes };
    },
  };
};
