import type { Command } from '../src/core/command.ts';
import { digest } from './digest.ts';
import { help } from './help.ts';
import { topics } from './topics.ts';

/** Everything people can say to the bot. A test holds this list against the folder. */
export const commands: readonly Command[] = [digest, topics, help];
