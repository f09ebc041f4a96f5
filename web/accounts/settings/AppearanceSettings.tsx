// How the page looks on this device.
import { t } from '../../i18n/settings.ts';
import { Section } from '../../ui/Section.tsx';

const AppearanceSettings = () => <Section title={t('settings.appearance')}>{null}</Section>;

export default AppearanceSettings;
