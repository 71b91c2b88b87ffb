import { startBot } from './bot.ts';
import { failWith, readEnvFile } from './cli/io.ts';

/** The composition root: the one reader of the environment and of signals. */
const stdio = { stdout: process.stdout, stderr: process.stderr };

try {
  readEnvFile(process.cwd());
  const clock = { now: () => new Date().toISOString() };
  const running = await startBot({ env: process.env, dir: process.cwd(), clock, ...stdio });
  const stop = onceOnly(async (signal: NodeJS.Signals) => {
    running.log.info({ signal }, 'stopping');
    await running.stop();
    process.exit(0);
  });
  // A worker that takes no jobs any more looks healthy to itself: only a new process mends it.
  void running.broken.then((reason) => {
    running.log.fatal({ reason }, 'the process ends to be started anew');
    process.exit(1);
  });
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  await running.greet();
} catch (error) {
  process.exit(failWith(error, stdio));
}

/** A second signal while stopping changes nothing. */
function onceOnly<T>(act: (value: T) => Promise<void>): (value: T) => void {
  let started = false;
  return (value) => {
    if (started) return;
    started = true;
    void act(value);
  };
}
