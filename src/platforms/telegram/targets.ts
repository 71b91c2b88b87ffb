import type { Api } from 'grammy';
import type { ChatFullInfo, ChatMember } from 'grammy/types';
import type { Asker } from '../../core/ask.ts';
import type { ChatTarget } from '../../core/delivery.ts';
import type { Bilingual } from '../../core/language.ts';
import { isRefusal } from './failures.ts';
import { canWrite, isManager } from './members.ts';

export interface Targets {
  /** The chat that is meant, what the asker may do there and what the bot may not; undefined for no such chat. */
  inspect(name: string | undefined, asker: Asker): Promise<ChatTarget | undefined>;
}

/** Rights as the app's own settings name them. */
const rights = {
  membership: { en: 'membership (add the bot to the chat)', zh: '成员身份（请把机器人加入聊天）' },
  administrator: { en: 'Administrator', zh: '管理员' },
  post: { en: 'Post Messages', zh: '发布消息' },
  text: { en: 'Send Messages', zh: '发送消息' },
  photos: { en: 'Send Photos', zh: '发送图片' },
  files: { en: 'Send Files', zh: '发送文件' },
} satisfies Record<string, Bilingual>;

export function createTargets(api: Api, myId: () => number): Targets {
  return {
    async inspect(name, asker) {
      const id = name === undefined ? asker.chat?.id : toChatName(name);
      const chat = id === undefined ? undefined : await findChat(api, id);
      if (!chat) return undefined;
      const here = asker.chat?.id === String(chat.id) ? asker.chat : undefined;
      return {
        chat: name === undefined && here ? here : { platform: 'telegram', id: String(chat.id) },
        title: titleOf(chat),
        canManage: here ? asker.canManage : await mayManage(api, chat, asker),
        missingRights: await missingRights(api, chat, myId()),
      };
    },
  };
}

/** `@name`, `t.me/name`, a numeric id: what Telegram's own methods take. */
export function toChatName(name: string): string | undefined {
  const text = name.trim();
  if (/^-?\d{1,15}$/.test(text)) return text;
  const [, user] = /^(?:@|(?:https?:\/\/)?t\.me\/)([a-z]\w{3,31})$/i.exec(text) ?? [];
  return user ? `@${user}` : undefined;
}

async function findChat(api: Api, id: string): Promise<ChatFullInfo | undefined> {
  return unlessRefused(api.getChat(/^-?\d+$/.test(id) ? Number(id) : id));
}

async function findMember(api: Api, chat: ChatFullInfo, userId: number): Promise<ChatMember | undefined> {
  return unlessRefused(api.getChatMember(chat.id, userId));
}

/** A refusal is an answer: no such chat, no such member. Other failures are thrown. */
async function unlessRefused<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

function titleOf(chat: ChatFullInfo): string {
  if (chat.type !== 'private') return chat.title;
  return [chat.first_name, chat.last_name].filter(Boolean).join(' ');
}

async function mayManage(api: Api, chat: ChatFullInfo, asker: Asker): Promise<boolean> {
  if (chat.type === 'private') return String(chat.id) === asker.userId;
  const userId = Number(asker.userId);
  const member = userId > 0 ? await findMember(api, chat, userId) : undefined;
  if (!member || !isManager(member)) return false;
  return chat.type !== 'channel' || canWrite(member, chat.type);
}

async function missingRights(api: Api, chat: ChatFullInfo, myId: number): Promise<Bilingual[]> {
  if (chat.type === 'private') return [];
  const me = await findMember(api, chat, myId);
  if (chat.type === 'channel') return missingInChannel(me);
  if (!me || me.status === 'left' || me.status === 'kicked') return [rights.membership];
  if (isManager(me)) return [];
  const may = me.status === 'restricted' ? me : (chat.permissions ?? {});
  return [
    ...(may.can_send_messages === false ? [rights.text] : []),
    ...(may.can_send_photos === false ? [rights.photos] : []),
    ...(may.can_send_documents === false ? [rights.files] : []),
  ];
}

function missingInChannel(me: ChatMember | undefined): Bilingual[] {
  if (me?.status !== 'administrator') return [rights.administrator, rights.post];
  return me.can_post_messages ? [] : [rights.post];
}
