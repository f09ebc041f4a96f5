// Which part of a picture others see: moved, drawn nearer and turned, by hand, wheel, fingers or keys.
import { useRef, useState } from 'react';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import RotateCw from 'lucide-react/icons/rotate-cw';
import ZoomIn from 'lucide-react/icons/zoom-in';
import ZoomOut from 'lucide-react/icons/zoom-out';
import Cropper, { type Area, type Point } from 'react-easy-crop';
import 'react-easy-crop/react-easy-crop.css';
import { t } from '../../i18n/profile.ts';
import { Alert } from '../../ui/Alert.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import type { Crop } from './cropping.ts';

const CROP_AREA = { 'aria-label': t('picture.area'), role: 'application' } as const;
const NEAREST = 4;
const STEP = 0.25;
const QUARTER = 90;

type Props = {
  /** Of the picture, in this browser. */
  url: string;
  /** How far it has been sent, from 0 to 1; null while it is not. */
  progress: number | null;
  error: string | undefined;
  onDone(crop: Crop): void;
  onClose(): void;
};

const CropDialog = ({ url, progress, error, onDone, onClose }: Props) => {
  const [at, setAt] = useState<Point>({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [rotation, setRotation] = useState(0);
  const [area, setArea] = useState<Area | null>(null);
  const stage = useRef<HTMLDivElement>(null);
  const isSending = progress !== null;
  const nearer = (by: number) => setZoom((now) => Math.min(NEAREST, Math.max(1, now + by)));
  const turn = (by: number) => setRotation((now) => (now + by + 360) % 360);
  return (
    <Dialog title={t('picture.crop')} onClose={onClose} isBusy={isSending} className="max-w-120!">
      <div ref={stage} className="stage relative h-[min(60dvh,340px)] overflow-hidden rounded-card">
        <Cropper
          image={url}
          crop={at}
          zoom={zoom}
          maxZoom={NEAREST}
          rotation={rotation}
          aspect={1}
          cropShape="round"
          showGrid={false}
          keyboardStep={8}
          // The page's policy lets no styles be written into it: they come with its own.
          disableAutomaticStylesInjection
          mediaProps={{ alt: '' }}
          cropperProps={CROP_AREA}
          onCropChange={setAt}
          onZoomChange={setZoom}
          onRotationChange={setRotation}
          onCropComplete={(_share, pixels) => {
            // Once the picture is there, arrows move it.
            if (area === null) stage.current?.querySelector<HTMLElement>('[role=application]')?.focus({ preventScroll: true });
            setArea(pixels);
          }}
        />
      </div>
      <p className="mt-2 text-sm text-soft">{t('picture.hint')}</p>
      <div className="mt-3 flex items-center gap-1">
        <IconButton label={t('picture.further')} disabled={zoom <= 1} onClick={() => nearer(-STEP)}>
          <ZoomOut aria-hidden />
        </IconButton>
        <input
          type="range"
          aria-label={t('picture.zoom')}
          min={1}
          max={NEAREST}
          step={0.01}
          value={zoom}
          onChange={(event) => setZoom(Number(event.currentTarget.value))}
          className="min-w-0 flex-1 accent-ink"
        />
        <IconButton label={t('picture.nearer')} disabled={zoom >= NEAREST} onClick={() => nearer(STEP)}>
          <ZoomIn aria-hidden />
        </IconButton>
        <span aria-hidden className="mx-2 h-6 w-px bg-line" />
        <IconButton label={t('picture.turnLeft')} onClick={() => turn(-QUARTER)}>
          <RotateCcw aria-hidden />
        </IconButton>
        <IconButton label={t('picture.turnRight')} onClick={() => turn(QUARTER)}>
          <RotateCw aria-hidden />
        </IconButton>
      </div>
      <Alert className="mt-3">{error}</Alert>
      {isSending && (
        <progress
          value={progress}
          max={1}
          aria-label={t('picture.sending')}
          className="progress mt-4 h-1.5 w-full overflow-hidden rounded-full"
        />
      )}
      <DialogActions>
        <Button disabled={isSending} onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button variant="primary" isPending={isSending} disabled={area === null} onClick={() => area && onDone({ area, rotation })}>
          {t('picture.use')}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

export default CropDialog;
