import { type Bilingual, inLanguage } from '../../core/language.ts';

/** What the platform itself says, when no command could. */
const sentences = {
  working: { en: 'Working on it…', zh: '正在处理…' },
  collect: { en: 'Reading the posts…', zh: '正在读取帖子…' },
  remember: { en: 'Recalling the days before…', zh: '正在回顾前几天…' },
  read: { en: 'Reading the words…', zh: '正在阅读正文…' },
  collapse: { en: 'Joining repeats…', zh: '正在合并重复…' },
  cluster: { en: 'Grouping stories…', zh: '正在归并故事…' },
  rank: { en: 'Ranking stories…', zh: '正在排序…' },
  themes: { en: 'Finding themes…', zh: '正在归纳主题…' },
  words: { en: 'Weighing words…', zh: '正在统计词语…' },
  pack: { en: 'Choosing the evidence…', zh: '正在挑选证据…' },
  write: { en: 'Writing…', zh: '正在撰写…' },
  verify: { en: 'Checking every claim…', zh: '正在逐条核查…' },
  draw: { en: 'Drawing the word cloud…', zh: '正在绘制词云…' },
  failed: {
    en: 'That did not work, and the fault is on our side; please try again in a few minutes.',
    zh: '没有成功，问题出在我们这边；请过几分钟再试。',
  },
  stopping: {
    en: 'I am restarting; please ask again in a minute.',
    zh: '我正在重启，请一分钟后再试。',
  },
  oldButton: {
    en: 'This button comes from another version of me; /help lists what can be asked.',
    zh: '这个按钮来自我的其他版本；发送 /help 查看可用命令。',
  },
  restAsFile: {
    en: 'Here Discord lets me send few messages, so the rest stands in the file.',
    zh: 'Discord 在这里只允许我发送少量消息，其余内容见文件。',
  },
  directMessage: { en: 'Direct message', zh: '私信' },
  forum: {
    en: 'A forum takes posts, not messages: name one of its posts, or run the command inside it.',
    zh: '论坛频道只收帖子、不收消息：请指定其中一个帖子，或在帖子里运行该命令。',
  },
} satisfies Record<string, Bilingual>;

export type SentenceKey = keyof typeof sentences;

/** A sentence in the language of a Discord locale such as `zh-CN`; English for every other. */
export function sentence(key: SentenceKey, locale: string | undefined): string {
  return inLanguage(sentences[key], locale ?? 'en');
}

/** What a long build does now, with its share. */
export function progressSentence(step: string, share: number, locale: string | undefined): string {
  const key = Object.hasOwn(sentences, step) ? (step as SentenceKey) : 'working';
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return `${sentence(key, locale)} ${percent} %`;
}

/** Rights as Discord's own settings name them. */
export const rightNames = {
  ViewChannel: { en: 'View Channel', zh: '查看频道' },
  SendMessages: { en: 'Send Messages', zh: '发送消息' },
  SendMessagesInThreads: { en: 'Send Messages in Threads', zh: '在子区内发送消息' },
  EmbedLinks: { en: 'Embed Links', zh: '嵌入链接' },
  AttachFiles: { en: 'Attach Files', zh: '附加文件' },
  ManageThreads: { en: 'Manage Threads (this one is locked)', zh: '管理子区（该子区已锁定）' },
  membership: {
    en: 'membership of this private thread (mention me in it)',
    zh: '该私密子区的成员身份（在其中提及我即可）',
  },
} satisfies Record<string, Bilingual>;
