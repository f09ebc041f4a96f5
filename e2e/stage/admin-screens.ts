// The screens of Admin, in the house that `furnish` has furnished.
import { opened, settled, type Screen } from './screen.ts';

export const ADMIN_SCREENS: Screen[] = [
  { name: 'admin-people', who: 'alice', show: opened('/admin', 'bob@example.org') },
  {
    name: 'admin-hand-over',
    who: 'alice',
    async show(person) {
      await opened('/admin/people', 'bob@example.org')(person);
      await person.page.getByRole('button', { name: 'What to do with Bob', exact: true }).click();
      await person.page.getByRole('menuitem', { name: /^Hand over/ }).click();
      await person.page.getByRole('dialog').waitFor();
      await settled(person);
    },
  },
  { name: 'admin-rooms', who: 'alice', show: opened('/admin/rooms', 'Kitchen') },
  {
    name: 'admin-invite',
    who: 'alice',
    async show(person) {
      await opened('/admin/invitations', 'Every invitation that is good now')(person);
      await person.page.getByRole('button', { name: 'Invite to the house', exact: true }).click();
      await person.page.getByRole('dialog').waitFor();
      await settled(person);
    },
  },
  { name: 'admin-sign-up', who: 'alice', show: opened('/admin/sign-up', 'By mail domain') },
  { name: 'admin-health', who: 'alice', show: opened('/admin/health', 'All is well') },
  { name: 'admin-trail', who: 'alice', show: opened('/admin/trail', 'What was done by those who run the house') },
];
