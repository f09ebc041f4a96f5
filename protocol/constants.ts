// Numbers and codes that both sides must agree on, without the schema library, so that the page can import them for free.
// The schemas are built from these; a limit is written here and nowhere else.

/** Raised when a server and a page of different versions can no longer talk. */
export const PROTOCOL_VERSION = 2;

export const LIMITS = {
  /** Characters (UTF-16 code units, as `String.length` counts them) of one message. */
  messageText: 8_000,
  roomName: 60,
  accountName: 60,
  email: 254,
  passwordMin: 15,
  passwordMax: 256,
  /** A line about oneself, how one wants to be spoken of, and what one is up to. */
  about: 160,
  pronouns: 40,
  statusText: 100,
  statusEmoji: 24,
  /** Bytes of a picture as it is sent; a house may set less. */
  pictureBytes: 10 * 1024 * 1024,
  /** What a passkey is called by its owner, and how many an account may have. */
  passkeyName: 60,
  passkeys: 20,
  /** Rooms that one person may wait for, and people who may wait for one room. */
  waitingFor: 20,
  lobby: 200,
  /** Invitations of one room (or of the house) that are good at the same time, and how often one may be used. */
  invitations: 200,
  invitationUses: 10_000,
  /** Mail domains whose people may sign up. */
  domains: 50,
  /** People, rooms or entries in one page of Admin. */
  adminPage: 50,
  /** Messages in a `RoomView` and in one page of history. */
  page: 50,
  /** Rooms or accounts in one page of a directory. */
  directoryPage: 50,
  /** Rooms that one `hello` may resume, and events that are replayed for one of them before a fresh view is cheaper. */
  resumeRooms: 100,
  resumeEvents: 500,
  /** Rooms that one account may be a member of. */
  roomsPerAccount: 1_000,
  membersPerRoom: 5_000,
  /** Bytes of one frame from the page. */
  frameBytes: 64 * 1024,
  participants: 100,
  tracksPerParticipant: 4,
  subscribeAtOnce: 64,
  unreadShown: 100,
} as const;

/** Edges, in pixels, of the squares that a picture of a person is kept in. */
export const PICTURE_SIZES = [64, 128, 512] as const;

/** WebSocket close codes. The page reconnects by itself after `resume` and `slow`, after the others only when their cause is gone. */
export const CLOSE = {
  /** The server stops or gives the socket up: reconnect and resume. */
  resume: 4000,
  /** The session was signed out or revoked: sign in again. */
  signedOut: 4001,
  /** The versions do not match: reload the page. */
  outdated: 4002,
  /** A frame was no frame of this protocol. */
  badFrame: 4003,
  /** Too many requests from this socket. */
  tooMany: 4008,
  /** The socket did not read fast enough: reconnect and resume. */
  slow: 4013,
} as const;
