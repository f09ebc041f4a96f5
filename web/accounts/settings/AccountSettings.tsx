// Account.
import { t } from '../../i18n/settings.ts';
import { Section } from '../../ui/Section.tsx';

const AccountSettings = () => <Section title={t('settings.account')}>{null}</Section>;

export default AccountSettings;
