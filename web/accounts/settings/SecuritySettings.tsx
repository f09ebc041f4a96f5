// Security.
import { t } from '../../i18n/settings.ts';
import { Section } from '../../ui/Section.tsx';

const SecuritySettings = () => <Section title={t('settings.security')}>{null}</Section>;

export default SecuritySettings;
