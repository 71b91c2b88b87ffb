import type { SourceTrouble } from '../../core/command.ts';
import { inLanguage, type Language } from '../../core/language.ts';
import type { SilentRun } from './runs.ts';

/** What only the operator can mend. `day` is local to the edition, or the digest's own. */
export type Alarm =
  | { kind: 'sources'; edition: string; day: string; failing: readonly SourceTrouble[] }
  | { kind: 'budget'; edition: string; day: string; reason: string }
  | ({ kind: 'undelivered' } & SilentRun);

const platformTitles = { discord: 'Discord', telegram: 'Telegram', web: 'Web', console: 'Console' };
const mostSources = 8;

/** What an alarm says: a title, then what is known, then what can be done. */
export function tellAlarm(alarm: Alarm, language: Language): string[] {
  const say = (en: string, zh: string) => inLanguage({ en, zh }, language);
  const { edition, day } = alarm;
  const once = say(
    'This cause is told once a day; /status shows how things stand.',
    '同一原因每天只提醒一次；发送 /status 查看当前状态。',
  );
  if (alarm.kind === 'sources') {
    return [
      say(`All sources of ${edition} fail`, `${edition} 的来源全部失败`),
      alarm.failing
        .slice(0, mostSources)
        .map(({ name, reason }) => `${name}: ${reason}`)
        .join('\n'),
      say(
        `Digests of ${day} are made of what was read before, or say that nothing was read. Check the keys and the network.`,
        `${day} 的摘要只能依据此前读到的帖子，或注明没有读到内容。请检查密钥和网络。`,
      ),
      once,
    ];
  }
  if (alarm.kind === 'budget') {
    return [
      say(`The model budget of ${edition} is used up`, `${edition} 的模型预算已用完`),
      alarm.reason,
      say(
        `For the rest of ${day} the extractive writer writes; hardUsd in the edition's file sets the limit.`,
        `${day} 余下时间由抽取式写作；上限由该版本文件中的 hardUsd 设定。`,
      ),
      once,
    ];
  }
  const platform = platformTitles[alarm.platform];
  return [
    say(`Nothing of ${edition} went out on ${platform}`, `${edition} 的摘要未能在 ${platform} 发出`),
    say(
      `Digest of ${day}; chats that were due: ${alarm.chats}; none got it.`,
      `${day} 的摘要：应发 ${alarm.chats} 个聊天，一个也没有送达。`,
    ),
    ...(alarm.reason ? [say(`Reason: ${alarm.reason}`, `原因：${alarm.reason}`)] : []),
    once,
  ];
}
