// What set-up tells people: one line per step that takes time, on stderr, so that stdout stays the server's own.

export const say = (line) => process.stderr.write(`${line}\n`);

/** A failure that the reader can do something about: shown as it is, without a stack. */
export class SetupError extends Error {
  constructor(message) {
    super(message);
    this.name = 'SetupError';
  }
}

export const tell = (error) => say(error instanceof SetupError ? `\n${error.message}` : error.stack);

/** Runs a command of package.json's `scripts`; its answer is the exit code. */
export const main = async (command) => {
  try {
    process.exitCode = (await command()) ?? 0;
  } catch (error) {
    tell(error);
    process.exitCode = 1;
  }
};
