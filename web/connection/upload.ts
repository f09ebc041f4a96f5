// Sending bytes over HTTP, with word of how far it has come, which `fetch` does not give. Answers like asking does: with the reply, `Refused` or `Lost`.
import type { OwnAccount } from '../../protocol/accounts.ts';
import { Lost, Refused } from './connection.ts';
import { isRefusal } from './http.ts';

/** `onProgress` is told shares from 0 to 1. */
export const sendPicture = (bytes: Blob, onProgress: (share: number) => void, signal?: AbortSignal): Promise<{ me: OwnAccount }> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const end = (settle: () => void) => {
      signal?.removeEventListener('abort', stop);
      settle();
    };
    request.open('POST', '/api/pictures');
    request.responseType = 'json';
    request.setRequestHeader('content-type', bytes.type.startsWith('image/') ? bytes.type : 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () =>
      end(() => {
        const reply: unknown = request.response;
        if (request.status === 200 && reply !== null) resolve(reply as { me: OwnAccount });
        else if (isRefusal(reply)) reject(new Refused(reply.code, reply.message, reply.retryAfterMs));
        else reject(request.status >= 500 || request.status === 408 ? new Lost() : new Refused('internal', `HTTP ${request.status}`));
      });
    request.onerror = () => end(() => reject(new Lost()));
    request.onabort = () => end(() => reject(new Lost()));
    signal?.addEventListener('abort', stop);
    request.send(bytes);
  });
