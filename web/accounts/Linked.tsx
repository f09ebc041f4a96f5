// Where links lead that were sent by mail or handed out by hand: to choose a new password, or to confirm an address. A chunk of its own.
import { Column } from '../ui/Column.tsx';

export const Linked = ({ page }: { page: 'reset' | 'confirm'; isSignedIn: boolean }) => <Column title={page} />;

export default Linked;
