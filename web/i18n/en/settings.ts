// English, for the settings: fetched with them.
export default {
  'settings.title': 'Settings',
  'settings.back': 'Back to your rooms',
  'settings.list': 'All settings',
  'settings.profile': 'Profile',
  'settings.account': 'Account',
  'settings.security': 'Security',
  'settings.appearance': 'Appearance',
} as const satisfies Record<string, string>;
