// English, for chat.
export default {
  'chat.messages': 'Messages in {room}',
  'chat.news': 'New messages',
  'chat.loading': 'Loading messages',

  'chat.compose.label': 'Message',
  'chat.compose.placeholder': 'Message {room}',
  'chat.compose.send': 'Send',
  'chat.compose.left': '{count, plural, one {# character left} other {# characters left}}',
  'chat.compose.tooLong':
    'A message can be {limit, number} characters long. Shorten this one by {count, number}, or send it in parts. Nothing you wrote is lost.',

  'chat.beginning': 'This is where {room} begins',
  'chat.beginning.text': 'What is said here stays here, for everybody who is in the room.',
  'chat.empty': 'Nothing has been said in {room} yet',
  'chat.empty.text': 'What is said here stays, for everybody in the room and for those who come later.',
  'chat.empty.action': 'Write the first message',

  'chat.new': 'New',
  'chat.jump': 'Jump to the newest message',
  'chat.jump.new': '{count, plural, one {# new message} other {# new messages}}',
  'chat.jump.many': '{count}+ new messages',
  'chat.jump.unread': 'Jump to the first unread message',
  'chat.jump.dismiss': 'Stay here',

  'chat.older.failed': 'Older messages could not be loaded.',
  'chat.newer.failed': 'Newer messages could not be loaded.',
  'chat.failed.title': 'The messages could not be loaded',

  'chat.sending': 'Sending …',
  'chat.waiting': 'Goes out when you are back online',
  'chat.unsent.too-long': 'Not sent: it is too long.',
  'chat.unsent.not-found': 'Not sent: this room is gone, or you are no longer in it.',
  'chat.unsent.not-allowed': 'Not sent: you may not write in this room.',
  'chat.unsent.other': 'Not sent: Parlor could not accept it.',
  'chat.unsent.kept': 'It is kept in this browser.',
  'chat.unsent.retry': 'Retry',
  'chat.unsent.edit': 'Edit',
  'chat.unsent.delete': 'Delete',

  'chat.text.more': 'Show all',
  'chat.text.less': 'Show less',

  'chat.announce.one': '{name} wrote: {text}',
  'chat.announce.many': '{count, plural, one {# new message} other {# new messages}}',
} as const satisfies Record<string, string>;
