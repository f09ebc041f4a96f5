// What a person says of themselves.
import { useStore } from '@nanostores/react';
import { t } from '../../i18n/settings.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Row, Section } from '../../ui/Section.tsx';
import { $me } from '../accounts.ts';

const ProfileSettings = () => {
  const me = useStore($me);
  if (me.kind !== 'signed-in') return null;
  const { id, name, email } = me.account;
  return (
    <Section title={t('settings.profile')}>
      <Row icon={<Avatar id={id} name={name} size={40} />} label={name} text={email} />
    </Section>
  );
};

export default ProfileSettings;
