// How the page looks on this device, and in which language it speaks, once there is more than one.
import { useStore } from '@nanostores/react';
import { chooseLanguage, language, LANGUAGES } from '../../i18n/i18n.ts';
import { t } from '../../i18n/settings.ts';
import { cx } from '../../ui/cx.ts';
import { Section } from '../../ui/Section.tsx';
import { Select } from '../../ui/Select.tsx';
import { $theme, chooseTheme, THEMES, type Theme } from '../../ui/theme.ts';

const AppearanceSettings = () => {
  const theme = useStore($theme);
  return (
    <>
      <Section title={t('settings.theme')} text={t('settings.theme.text')}>
        <div role="radiogroup" aria-label={t('settings.theme')} className="grid grid-cols-3 gap-2 p-3 pane:gap-4 pane:p-4">
          {THEMES.map((each) => (
            <label
              key={each}
              className={cx(
                'flex cursor-pointer flex-col gap-2 rounded-control border p-2 transition-feedback has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink pane:p-3',
                each === theme ? 'border-ink ring-1 ring-ink' : 'border-line hover:bg-hover',
              )}
            >
              <Sample theme={each} />
              <span className="flex items-center gap-2 text-sm font-medium">
                <input
                  type="radio"
                  name="theme"
                  checked={each === theme}
                  onChange={() => chooseTheme(each)}
                  className="size-4 shrink-0 accent-ink outline-none!"
                />
                {t(`accounts.theme.${each}`)}
              </span>
            </label>
          ))}
        </div>
      </Section>
      {LANGUAGES.length > 1 && (
        <Section title={t('settings.language')} text={t('settings.language.text')}>
          <div className="p-4">
            <Select
              label={t('settings.language')}
              value={language}
              options={LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name }))}
              onChange={chooseLanguage}
              className="max-w-80"
            />
          </div>
        </Section>
      )}
    </>
  );
};

export default AppearanceSettings;

/** A room in small, in the colours of the theme; the system's is half and half. */
const Sample = ({ theme }: { theme: Theme }) => (
  <span aria-hidden className="relative block aspect-[8/5] w-full overflow-hidden rounded-[5px] border border-line">
    {theme === 'system' ? (
      <>
        <Room scheme="light" />
        <Room scheme="dark" className="[clip-path:polygon(62%_0,100%_0,100%_100%,38%_100%)]" />
      </>
    ) : (
      <Room scheme={theme} />
    )}
  </span>
);

const Room = ({ scheme, className }: { scheme: 'light' | 'dark'; className?: string }) => (
  <span className={cx('absolute inset-0 flex bg-bg', scheme === 'dark' ? 'scheme-dark' : 'scheme-light', className)}>
    <span className="flex w-1/3 flex-col gap-[8%] bg-sunken p-[6%]">
      <span className="h-[9%] w-4/5 rounded-full bg-edge opacity-60" />
      <span className="h-[9%] w-3/5 rounded-full bg-edge opacity-60" />
      <span className="h-[9%] w-4/5 rounded-full bg-lamp" />
    </span>
    <span className="flex flex-1 flex-col justify-end gap-[8%] p-[6%]">
      <span className="h-[8%] w-4/5 rounded-full bg-soft opacity-70" />
      <span className="h-[8%] w-3/5 rounded-full bg-soft opacity-70" />
      <span className="h-[20%] w-full rounded-[3px] border border-line bg-surface" />
    </span>
  </span>
);
