// Pictures for the cast, drawn by their own browsers: no photo of anybody is needed to see that one is shown.
import type { Page } from 'playwright-core';

export type Photo = { name: string; mimeType: string; buffer: Buffer };

/** A landscape with a sun at its left and a tree at its right, in the colours of `hue`: what is cut out of it, and which way up, can be seen. */
export const photo = async (page: Page, hue: number, type = 'image/jpeg'): Promise<Photo> => {
  const url = await page.evaluate(
    ([colour, format]) => {
      const canvas = document.createElement('canvas');
      canvas.width = 900;
      canvas.height = 600;
      const context = canvas.getContext('2d')!;
      const fill = (style: string, draw: () => void) => {
        context.fillStyle = style;
        context.beginPath();
        draw();
        context.fill();
      };
      const sky = context.createLinearGradient(0, 0, 0, 600);
      sky.addColorStop(0, `oklch(80% 0.09 ${colour})`);
      sky.addColorStop(1, `oklch(94% 0.04 ${colour + 40})`);
      context.fillStyle = sky;
      context.fillRect(0, 0, 900, 600);
      fill('oklch(88% 0.14 90)', () => context.arc(300, 180, 80, 0, Math.PI * 2));
      fill(`oklch(45% 0.09 ${colour + 120})`, () => context.ellipse(450, 640, 700, 220, 0, 0, Math.PI * 2));
      fill('oklch(35% 0.05 60)', () => context.rect(600, 300, 34, 200));
      fill(`oklch(52% 0.12 ${colour + 100})`, () => context.arc(617, 270, 110, 0, Math.PI * 2));
      return canvas.toDataURL(format, 0.9);
    },
    [hue, type] as const,
  );
  return { name: `photo-${hue}.jpg`, mimeType: type, buffer: Buffer.from(url.split(',')[1]!, 'base64') };
};
