// A square cut out of a picture, in the browser: what is sent is small, upright and has nothing else in it. The server does all of it again, and better.
import type { Area } from 'react-easy-crop';

/** Edge of what is sent: twice the largest that is kept. */
const EDGE = 1_024;
const QUALITY = 0.92;

/** What a person chose in the dialog: of the picture as it was turned, in its own pixels. */
export type Crop = { area: Area; rotation: number };

const encode = (canvas: HTMLCanvasElement, type: string): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));

/** How large a turned picture is. */
export const turnedSize = (width: number, height: number, rotation: number): { width: number; height: number } => {
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  return { width: cos * width + sin * height, height: sin * width + cos * height };
};

/** Only the square is ever drawn: a large photo would not fit into a canvas of every browser. */
export const cropped = async (image: HTMLImageElement, { area, rotation }: Crop): Promise<Blob> => {
  const edge = Math.max(1, Math.min(EDGE, Math.round(area.width)));
  const canvas = document.createElement('canvas');
  canvas.width = edge;
  canvas.height = edge;
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  // What is seen through is white, as on the server.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, edge, edge);
  const { naturalWidth: width, naturalHeight: height } = image;
  const turned = turnedSize(width, height, rotation);
  context.scale(edge / area.width, edge / area.height);
  context.translate(turned.width / 2 - area.x, turned.height / 2 - area.y);
  context.rotate((rotation * Math.PI) / 180);
  context.drawImage(image, -width / 2, -height / 2);
  const webp = await encode(canvas, 'image/webp');
  // Safari answers with a PNG, which is large.
  const made = webp?.type === 'image/webp' ? webp : await encode(canvas, 'image/jpeg');
  if (!made) throw new Error('the browser could not write the picture');
  return made;
};

/** null for what this browser cannot show; the server may be able to. */
export const loadImage = async (url: string): Promise<HTMLImageElement | null> => {
  const image = new Image();
  image.src = url;
  return image.decode().then(
    () => image,
    () => null,
  );
};
