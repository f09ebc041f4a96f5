// The secret inside an `otpauth:` address, for those who type it into their app by hand.

export const secretOf = (uri: string): string => new URLSearchParams(uri.slice(uri.indexOf('?') + 1)).get('secret') ?? '';

/** "ABCD EFGH IJ": authenticators leave the spaces out. */
export const inGroups = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? '';
