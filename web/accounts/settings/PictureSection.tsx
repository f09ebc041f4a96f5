// The picture that others see: chosen, dropped or pasted, cut, sent, taken away; and brought back for as long as the notice stands.
import { lazy, Suspense, useEffect, useRef, useState, type DragEvent } from 'react';
import ImageUp from 'lucide-react/icons/image-up';
import Trash from 'lucide-react/icons/trash-2';
import type { OwnAccount } from '../../../protocol/accounts.ts';
import { LIMITS } from '../../../protocol/constants.ts';
import { connection } from '../../connection/app-connection.ts';
import { sendPicture } from '../../connection/upload.ts';
import { explain } from '../../i18n/explain.ts';
import { t } from '../../i18n/profile.ts';
import { Alert } from '../../ui/Alert.tsx';
import { Avatar, pictureAt } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Section } from '../../ui/Section.tsx';
import { $notices, dismiss, notify } from '../../ui/toasts.ts';
import { cropped, loadImage, type Crop } from './cropping.ts';

const CropDialog = lazy(() => import('./CropDialog.tsx'));

type State =
  | { kind: 'idle'; error?: string }
  | { kind: 'cropping'; url: string; image: HTMLImageElement; progress: number | null; error?: string | undefined }
  /** Whole, because this browser cannot show it. */
  | { kind: 'sending'; progress: number };

const noop = () => {};

/** What was there before, as it is kept in its largest; null where nothing was, or it cannot be had. */
const keep = async (picture: string | null): Promise<Blob | null> => {
  if (picture === null) return null;
  const answer = await fetch(pictureAt(picture, 512)).catch(() => null);
  return answer?.ok ? answer.blob() : null;
};

const remove = () => connection.ask('accounts.remove-picture', {});

/** Says that it is done, and offers the way back: from the last change, and no other. */
const tellDone = (words: string, former: Blob | null, hadNone: boolean): void => {
  const undo = () => {
    const back: Promise<unknown> | null = former ? sendPicture(former, noop) : hadNone ? remove() : null;
    back?.catch((error: unknown) => notify(explain(error), { kind: 'error' }));
  };
  const before = [t('picture.done'), t('picture.removed')];
  for (const { id, text } of $notices.get()) if (before.includes(text)) dismiss(id);
  notify(words, former || hadNone ? { action: { label: t('picture.undo'), run: undo } } : {});
};

export const PictureSection = ({ account }: { account: OwnAccount }) => {
  const { picture } = account;
  const [state, setState] = useState<State>({ kind: 'idle' });
  const input = useRef<HTMLInputElement>(null);
  const url = state.kind === 'cropping' ? state.url : null;
  useEffect(() => {
    if (url !== null) return () => URL.revokeObjectURL(url);
  }, [url]);

  const send = async (bytes: Blob, onProgress: (progress: number) => void): Promise<void> => {
    const former = await keep(picture);
    await sendPicture(bytes, onProgress);
    setState({ kind: 'idle' });
    tellDone(t('picture.done'), former, picture === null);
  };

  const take = async (file: File): Promise<void> => {
    if (state.kind !== 'idle') return;
    if (file.size > LIMITS.pictureBytes) return setState({ kind: 'idle', error: t('picture.tooLarge') });
    const made = URL.createObjectURL(file);
    const image = await loadImage(made);
    if (image) return setState({ kind: 'cropping', url: made, image, progress: null });
    URL.revokeObjectURL(made);
    setState({ kind: 'sending', progress: 0 });
    await send(file, (progress) => setState({ kind: 'sending', progress })).catch((error: unknown) =>
      setState({ kind: 'idle', error: explain(error) }),
    );
  };

  const finish = async (crop: Crop): Promise<void> => {
    if (state.kind !== 'cropping') return;
    const { image } = state;
    const show = (progress: number | null, error?: string) => setState({ ...state, progress, error });
    show(0);
    try {
      await send(await cropped(image, crop), show);
    } catch (error) {
      show(null, explain(error));
    }
  };

  const { isOver, ...dropping } = useDropping((file) => void take(file));
  usePasting((file) => void take(file));

  const takeAway = async (): Promise<void> => {
    const former = await keep(picture);
    try {
      await remove();
      tellDone(t('picture.removed'), former, false);
    } catch (error) {
      notify(explain(error), { kind: 'error' });
    }
  };

  return (
    <Section title={t('picture.title')} text={t('picture.text')}>
      <div
        {...dropping}
        className={cx(
          'flex flex-wrap items-center gap-x-6 gap-y-4 rounded-card p-4 transition-feedback',
          isOver && 'bg-hover outline-2 -outline-offset-2 outline-ink outline-dashed',
        )}
      >
        <Avatar {...account} size={96} />
        <div className="flex min-w-50 flex-1 flex-col gap-2">
          <div className="flex flex-wrap gap-2">
            <Button isPending={state.kind === 'sending'} onClick={() => input.current?.click()}>
              <ImageUp aria-hidden className="size-4" />
              {t(picture ? 'picture.change' : 'picture.choose')}
            </Button>
            {picture && (
              <Button variant="plain" onClick={() => void takeAway()}>
                <Trash aria-hidden className="size-4" />
                {t('picture.remove')}
              </Button>
            )}
          </div>
          <p className="text-sm text-soft">{t('picture.how')}</p>
          <Alert>{state.kind === 'idle' ? state.error : undefined}</Alert>
        </div>
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          aria-label={t('picture.choose')}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            // The same file may be chosen again.
            currentTarget.value = '';
            if (file) void take(file);
          }}
        />
      </div>
      {state.kind === 'cropping' && (
        <Suspense>
          <CropDialog
            url={state.url}
            progress={state.progress}
            error={state.error}
            onDone={(crop) => void finish(crop)}
            onClose={() => setState({ kind: 'idle' })}
          />
        </Suspense>
      )}
    </Section>
  );
};

const fileIn = (items: DataTransfer | null): File | undefined =>
  [...(items?.files ?? [])].find(({ type }) => type === '' || type.startsWith('image/'));

/** `isOver`: a file is held above it. */
const useDropping = (onFile: (file: File) => void) => {
  const [isOver, setOver] = useState(false);
  const hold = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  return {
    isOver,
    onDragEnter: hold,
    onDragOver: hold,
    onDragLeave: (event: DragEvent<HTMLElement>) => {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const file = fileIn(event.dataTransfer);
      if (file) onFile(file);
    },
  };
};

/** A picture that is pasted anywhere on the page; text goes where one is writing. */
const usePasting = (onFile: (file: File) => void): void => {
  const latest = useRef(onFile);
  useEffect(() => {
    latest.current = onFile;
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const file = fileIn(event.clipboardData);
      if (!file || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      latest.current(file);
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  }, []);
};
