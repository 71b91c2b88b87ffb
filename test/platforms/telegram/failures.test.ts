import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GrammyError, HttpError } from 'grammy';
import { toSendError } from '../../../src/platforms/telegram/failures.ts';

function refused(error_code: number, description: string, parameters = {}): GrammyError {
  return new GrammyError(
    'Call failed!',
    { ok: false, error_code, description, parameters },
    'sendMessage',
    {},
  );
}

const outcomes: [outcome: string, code: number, description: string][] = [
  ['gone', 403, 'Forbidden: bot was blocked by the user'],
  ['gone', 403, 'Forbidden: user is deactivated'],
  ['gone', 403, 'Forbidden: bot was kicked from the supergroup chat'],
  ['gone', 403, 'Forbidden: bot is not a member of the channel chat'],
  ['gone', 403, "Forbidden: bot can't initiate conversation with a user"],
  ['gone', 400, 'Bad Request: chat not found'],
  ['gone', 400, 'Bad Request: message thread not found'],
  ['gone', 400, 'Bad Request: PEER_ID_INVALID'],
  ['forbidden', 400, 'Bad Request: not enough rights to send text messages to the chat'],
  ['forbidden', 400, 'Bad Request: need administrator rights in the channel chat'],
  ['forbidden', 400, 'Bad Request: CHAT_WRITE_FORBIDDEN'],
  ['forbidden', 400, 'Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN'],
  ['forbidden', 400, 'Bad Request: TOPIC_CLOSED'],
  ['malformed', 400, 'Bad Request: message is too long'],
  ['malformed', 400, "Bad Request: can't parse entities: Unclosed start tag"],
  ['malformed', 400, 'Bad Request: BUTTON_DATA_INVALID'],
  ['malformed', 413, 'Request Entity Too Large'],
  ['not-sent', 401, 'Unauthorized'],
  ['unknown', 500, 'Internal Server Error'],
  ['unknown', 502, 'Bad Gateway'],
];

test('a refusal says what it means for the message', () => {
  for (const [outcome, code, description] of outcomes) {
    assert.equal(toSendError(refused(code, description), 'sendMessage').outcome, outcome, description);
  }
});

test('429 tells when to come again, a moved group where to', () => {
  const slow = toSendError(
    refused(429, 'Too Many Requests: retry after 7', { retry_after: 7 }),
    'sendMessage',
  );
  assert.deepEqual([slow.outcome, slow.retryAfterMs, slow.retryable], ['rate-limited', 7000, true]);
  const moved = toSendError(
    refused(400, 'group chat was upgraded', { migrate_to_chat_id: -1009 }),
    'sendMessage',
  );
  assert.deepEqual([moved.outcome, moved.migratedTo], ['not-sent', '-1009']);
});

test('only a connection that was never made is proof that nothing left', () => {
  const broken = (code: string) => {
    const inner = Object.assign(new Error(`request to https://api.telegram.org/bot1:SECRET failed`), {
      code,
    });
    return toSendError(new HttpError('Network request failed!', inner), 'sendMessage');
  };
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH']) {
    assert.equal(broken(code).outcome, 'not-sent', code);
  }
  for (const code of ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE']) {
    assert.equal(broken(code).outcome, 'unknown', code);
  }
  assert.doesNotMatch(
    JSON.stringify(broken('ECONNRESET'), Object.getOwnPropertyNames(Error.prototype)),
    /SECRET/,
  );
  assert.equal(broken('ECONNRESET').cause, undefined);
});

test('an answer of some gateway instead of Telegram leaves open what arrived', () => {
  const body = { error: 'bad gateway' } as unknown as ConstructorParameters<typeof GrammyError>[1];
  const { outcome, message } = toSendError(
    new GrammyError('Call failed!', { parameters: {}, ...body }, 'sendMessage', {}),
    'sendMessage',
  );
  assert.equal(outcome, 'unknown');
  assert.doesNotMatch(message, /undefined/);
});
