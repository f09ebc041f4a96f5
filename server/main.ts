// The process: settings in, signals, one server out. What the server is made of is in parlor.ts.
import { join } from 'node:path';
import { systemClock } from './clock.ts';
import { createInProcessBus } from './cluster/in-process.ts';
import { readConfig, WrongSetting, type Config } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { VERSION } from './health.ts';
import { openDiskFiles } from './files/disk.ts';
import { createLog, type Log } from './log.ts';
import { createSmtpMailer } from './mail/smtp.ts';
import { createMediasoupSfu } from './media/mediasoup.ts';
import { openDatabase } from './open-database.ts';
import { createParlor } from './parlor.ts';
import { NewerDatabase } from './storage/database.ts';
import { migrate } from './storage/migrations/migrations.ts';

const STOP_WITHIN_MS = 9_500;

const start = async (config: Config, log: Log) => {
  const { databasePath, filesPath, secret } = await openDataFolder(config.dataFolder);
  const database = await openDatabase(config, databasePath, log);
  const migrated = await migrate(database);
  if (migrated.length > 0) log.info({ migrated }, 'the database was brought up to date');
  const sfu = await createMediasoupSfu({
    port: config.mediaPort,
    announcedAddress: config.mediaAddress,
    log,
    ...(config.mediaWorkers === null ? {} : { workers: config.mediaWorkers }),
  });
  const parlor = await createParlor({
    ...config,
    database,
    sfu,
    files: await openDiskFiles(filesPath),
    secret,
    log,
    clock: systemClock,
    bus: createInProcessBus(),
    mailer: config.mail && createSmtpMailer(config.mail),
    pageFolder: join(import.meta.dirname, '../web/dist'),
  });
  await parlor.http.listen({ port: config.port, host: config.host });
  return async () => {
    await parlor.stop();
    await sfu.close();
    await database.close();
  };
};

/** What the operator can mend is one line; everything else is a bug and shows its stack. */
const explain = (error: unknown, config: Config): string | null => {
  if (error instanceof WrongSetting || error instanceof NewerDatabase) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' && !/worker|media/i.test(message)) {
    return `PORT=${config.port} is taken by another program: write another, for example PORT=${config.port + 1}`;
  }
  if (code === 'EACCES') return `PORT=${config.port} is not open to this user: write one above 1023, for example PORT=3000`;
  if (/address already in use|port bind failed|bind\(\) failed/i.test(message)) {
    return `MEDIA_PORT=${config.mediaPort} (and the ports after it, one per core) is taken: write another, for example MEDIA_PORT=${config.mediaPort + 100}`;
  }
  return null;
};

const run = async (): Promise<void> => {
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    if (!(error instanceof WrongSetting)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  const log = createLog(config.logLevel);
  // The last resort: an error that nobody caught leaves an unknown state behind. Everything acknowledged is on the disk.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an error that nothing caught');
    process.exit(1);
  });

  const stop = await start(config, log).catch((error: unknown) => {
    const line = explain(error, config);
    if (line) process.stderr.write(`${line}\n`);
    else log.fatal({ err: error }, 'the server could not start');
    process.exit(1);
  });
  log.info(
    { version: VERSION, url: config.publicUrl ?? `http://localhost:${config.port}`, media: `${config.mediaAddress}:${config.mediaPort}` },
    'Parlor is open',
  );

  let isStopping = false;
  const shutDown = async (why: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await stop();
    log.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', () => void shutDown('SIGTERM'));
  process.on('SIGINT', () => void shutDown('SIGINT'));
  // Started by another program: when that is killed without a chance to say so, nobody is left to stop this one.
  if (process.channel) process.on('disconnect', () => void shutDown('the parent is gone'));
};

await run();
