// Where the page begins.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startAccounts } from './accounts/accounts.ts';
import { App } from './App.tsx';
import { watchNetwork } from './connection/app-connection.ts';
import { language } from './i18n/i18n.ts';
// Listens from here on: the first hello, which brings the list of rooms, may come before the chunk that draws them.
import './rooms/rooms.ts';
import { takesSecret } from './routes.ts';
import { Broken } from './ui/Broken.tsx';
import { takeLinkSecret } from './ui/link-secret.ts';
import './main.css';

takeLinkSecret(takesSecret);
document.documentElement.lang = language;
startAccounts();
watchNetwork();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Broken>
      <App />
    </Broken>
  </StrictMode>,
);
