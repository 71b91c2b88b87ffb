/** All keys share one hash tag, so that scripts may touch several of them on a cluster too. */
const tag = '{digest}';

export const keys = {
  posts: (edition: string) => `${tag}:posts:${edition}`,
  postTimes: (edition: string) => `${tag}:post-times:${edition}`,
  postWord: (edition: string, word: string) =>
    `${tag}:post-word:${Buffer.from(edition).toString('hex')}:${word}`,
  editions: `${tag}:editions`,
  reports: `${tag}:reports`,
  reportKeys: `${tag}:report-keys`,
  reportSummaries: `${tag}:report-summaries`,
  memories: (edition: string) => `${tag}:memories:${edition}`,
  memoryEditions: `${tag}:memory-editions`,
  blobs: `${tag}:blobs`,
  blobTimes: `${tag}:blob-times`,
  values: `${tag}:values`,
  chats: `${tag}:chats`,
  pulse: `${tag}:pulse`,
  subscriptions: `${tag}:subscriptions`,
  subscriptionChats: `${tag}:subscription-chats`,
  ofChat: (chat: string) => `${tag}:subscriptions-of:${chat}`,
  nextDue: `${tag}:next-due`,
  nextDueMs: `${tag}:next-due-ms`,
  /** Active subscriptions alone. */
  due: `${tag}:due`,
  deliveries: `${tag}:deliveries`,
  /** (subscription, date, part) → id and back: what makes a part unique. */
  deliveryKeys: `${tag}:delivery-keys`,
  deliveriesBy: (field: 'report' | 'subscription', value: string) => `${tag}:deliveries-by-${field}:${value}`,
  deliveryTimes: `${tag}:delivery-times`,
  /** The rows of a state by the time of their change, and in the order in which they are found. */
  deliveryTimesIn: (state: string) => `${tag}:delivery-times-in:${state}`,
  deliveriesIn: (state: string) => `${tag}:deliveries-in:${state}`,
  /** What rows name as frozen, with the number of rows. */
  frozenUses: `${tag}:frozen-uses`,
  lease: (name: string) => `${tag}:lease:${name}`,
} as const;
