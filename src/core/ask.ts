import type { Chat, PlatformName } from './delivery.ts';

/** Who asks, from where, and what they may do. */
export interface Asker {
  platform: PlatformName;
  chat?: Chat;
  userId: string;
  /** The platform's own word for the user's language, such as `zh-CN`. */
  locale?: string;
  /** May manage the chat: subscribe it, change its settings. */
  canManage: boolean;
}

/** What a platform hands to the bot: the command's words as typed, or a button's command line. */
export interface Ask {
  command: string;
  /** Named options where the platform has them. */
  options: Record<string, string>;
  /** Free text after the command. */
  text: string;
  asker: Asker;
}

/** Told how far a long build is; platforms may show it. */
export type Progress = (step: string, share: number) => void;

export interface Suggestion {
  label: string;
  value: string;
}
