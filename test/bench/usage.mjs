import { writeFileSync } from 'node:fs';

/** Loaded into a process to be measured: at its end it writes what it took to the file USAGE_FILE names. */
const file = process.env.USAGE_FILE;
if (file) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(
      file,
      JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 }),
    );
  });
}
