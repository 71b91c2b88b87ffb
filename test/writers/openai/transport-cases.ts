import type { Step } from '../../fakes/openai/index.ts';
import { claimOf, fail, frenchReport, goodReport, page, say, sayGood, toWire } from './answers.ts';

/** One scripted misbehaviour, and what the report must be all the same. */
export interface Case {
  name: string;
  steps: Step[];
  writer: 'openai' | 'extractive';
  language?: string;
  /** Requests that the endpoint gets, repairs included. */
  requests?: number;
  repairs?: 0 | 1;
  /** For all model requests together, where the case is about it. */
  timeoutMs?: number;
  attemptMs?: number;
  /** Must not stand in the report. */
  absent?: RegExp;
  /** Must stand in the report. */
  present?: RegExp;
  reason?: RegExp;
  note?: RegExp;
}

const html = '<!doctype html><html><body>Bad gateway</body></html>';
const thought = 'The user wants {"themes": []} perhaps. Let me think about {braces and "quotes.';
const json = toWire(goodReport());

/** The endpoint fails. */
export const transportCases: Case[] = [
  { name: 'an error that passes', steps: [fail(500), fail(503), sayGood()], writer: 'openai', requests: 3 },
  { name: 'an error that stays', steps: [fail(500)], writer: 'extractive', requests: 3, reason: /500/ },
  { name: 'an HTML error page', steps: [page(502, html), sayGood()], writer: 'openai', requests: 2 },
  {
    name: '429 with an hour of Retry-After',
    steps: [fail(429, { message: 'slow down' }, { 'retry-after': '3600' })],
    writer: 'extractive',
    timeoutMs: 300,
    requests: 1,
    reason: /time for writing ran out/,
  },
  {
    name: '429 that says to come back at once',
    steps: [fail(429, {}, { 'retry-after': '0' }), sayGood()],
    writer: 'openai',
    requests: 2,
  },
  {
    name: '429 for an empty account',
    steps: [fail(429, { code: 'insufficient_quota', message: 'You exceeded your current quota' })],
    writer: 'extractive',
    requests: 1,
    reason: /no credit/,
  },
  {
    name: '402',
    steps: [fail(402, { message: 'pay' })],
    writer: 'extractive',
    requests: 1,
    reason: /credit/,
  },
  { name: 'a wrong key', steps: [fail(401, { message: 'bad key' })], writer: 'extractive', requests: 1 },
  { name: 'no rights', steps: [fail(403, { message: 'no access' })], writer: 'extractive', requests: 1 },
  {
    name: 'a model that does not exist',
    steps: [fail(404, { message: 'The model does not exist', code: 'model_not_found' })],
    writer: 'extractive',
    requests: 1,
    reason: /does not exist/,
  },
  {
    name: 'a prompt that is too long for the model once',
    steps: [
      fail(400, { message: 'maximum context length exceeded', code: 'context_length_exceeded' }),
      sayGood(),
    ],
    writer: 'openai',
    requests: 2,
  },
  {
    name: 'a prompt that is always too long for the model',
    steps: [fail(400, { message: 'context length exceeded', code: 'context_length_exceeded' })],
    writer: 'extractive',
    requests: 3,
  },
  {
    name: 'a connection that breaks once',
    steps: [{ kind: 'drop' }, sayGood()],
    writer: 'openai',
    requests: 2,
  },
  { name: 'a connection that always breaks', steps: [{ kind: 'drop' }], writer: 'extractive', requests: 3 },
  {
    name: 'a body that stalls, then an answer',
    steps: [{ kind: 'stall' }, sayGood()],
    writer: 'openai',
    attemptMs: 500,
  },
  {
    name: 'bodies that always stall',
    steps: [{ kind: 'stall' }],
    writer: 'extractive',
    attemptMs: 80,
    requests: 3,
    reason: /did not answer within/,
  },
  { name: 'silence', steps: [{ kind: 'hang' }], writer: 'extractive', timeoutMs: 200, requests: 1 },
];

/** The endpoint answers, but not with a report. */
export const answerCases: Case[] = [
  {
    name: 'an HTML page at status 200',
    steps: [page(200, html)],
    writer: 'extractive',
    requests: 2,
    reason: /page/,
  },
  { name: 'an HTML page once', steps: [page(200, html), sayGood()], writer: 'openai', requests: 2 },
  { name: 'an empty body', steps: [page(200, '', 'application/json')], writer: 'extractive', requests: 2 },
  { name: 'status 204', steps: [{ kind: 'raw', status: 204, body: '' }], writer: 'extractive', requests: 2 },
  {
    name: 'a body that breaks off',
    steps: [page(200, '{"choices":[{"mes', 'application/json'), sayGood()],
    writer: 'openai',
    requests: 2,
  },
  {
    name: 'a rate limit inside status 200',
    steps: [page(200, '{"error":{"code":429,"message":"slow"}}', 'application/json'), sayGood()],
    writer: 'openai',
    requests: 2,
  },
  {
    name: 'an unpaid bill inside status 200',
    steps: [page(200, '{"error":{"code":402,"message":"no credits"}}', 'application/json')],
    writer: 'extractive',
    requests: 1,
    reason: /no credits/,
  },
  {
    name: 'no choices',
    steps: [page(200, '{"choices":[]}', 'application/json')],
    writer: 'extractive',
    requests: 2,
    reason: /without a choice/,
  },
  { name: 'empty content once', steps: [say(''), sayGood()], writer: 'openai', requests: 2 },
  { name: 'blank content', steps: [say(' \n ')], writer: 'extractive', requests: 2, reason: /nothing/ },
  {
    name: 'content that is null',
    steps: [{ kind: 'answer', content: null }, sayGood()],
    writer: 'openai',
    requests: 2,
  },
  {
    name: 'a refusal',
    steps: [say('', { refusal: 'I cannot help with that.' })],
    writer: 'extractive',
    requests: 1,
    reason: /refused/,
  },
  {
    name: 'a content filter',
    steps: [say('{"events":', { finishReason: 'content_filter' })],
    writer: 'extractive',
    requests: 1,
    reason: /filter/,
  },
  {
    name: 'an answer cut off once',
    steps: [say(json.slice(0, 900), { finishReason: 'length' }), sayGood()],
    writer: 'openai',
    requests: 2,
  },
  {
    name: 'answers always cut off',
    steps: [say(json.slice(0, 900), { finishReason: 'length' })],
    writer: 'extractive',
    requests: 2,
    reason: /cut off/,
  },
  {
    name: 'thought that takes every token',
    steps: [say('', { finishReason: 'length' })],
    writer: 'extractive',
    requests: 2,
    reason: /first word/,
  },
  { name: 'fenced JSON', steps: [say(`\`\`\`json\n${json}\n\`\`\``)], writer: 'openai', requests: 1 },
  {
    name: 'JSON between words',
    steps: [say(`Here is your report:\n\n${json}\n\nHope this helps!`)],
    writer: 'openai',
    requests: 1,
  },
  {
    name: 'thought before JSON',
    steps: [say(`<think>${thought}</think>\n${json}`)],
    writer: 'openai',
    requests: 1,
  },
  {
    name: 'thought whose opening tag is gone',
    steps: [say(`${thought}\n</think>\n\n${json}`)],
    writer: 'openai',
    requests: 1,
  },
  {
    name: 'thought without any tag',
    steps: [say(`First I pick {"a": 1}. Then I write.\n${json}`)],
    writer: 'openai',
    requests: 1,
  },
  {
    name: 'content in parts',
    steps: [
      {
        kind: 'answer',
        content: [
          { type: 'text', text: json.slice(0, 50) },
          { type: 'text', text: json.slice(50) },
        ],
      },
    ],
    writer: 'openai',
    requests: 1,
  },
  { name: 'an apology', steps: [say('I am sorry, I cannot do that.')], writer: 'extractive', requests: 2 },
  { name: 'a wrong shape once', steps: [say({ report: 'fine' }), sayGood()], writer: 'openai', requests: 2 },
  { name: 'a wrong shape twice', steps: [say([{ text: 'fine' }])], writer: 'extractive', requests: 2 },
  {
    name: 'a report without claims',
    steps: [sayGood('en', (report) => Object.assign(report, { events: [], insights: [], points: [] }))],
    writer: 'extractive',
    requests: 2,
    reason: /no claims/,
  },
  {
    name: 'a flood of themes',
    steps: [
      sayGood('en', (report) =>
        report.events.push(...Array(2000).fill({ title: 'x', claims: [claimOf(1, 'groq')] })),
      ),
    ],
    writer: 'extractive',
    requests: 2,
  },
  {
    name: 'the wrong language once',
    steps: [sayGood('zh'), sayGood('en')],
    writer: 'openai',
    requests: 2,
    absent: /收购/,
  },
  {
    name: 'the wrong language twice',
    steps: [sayGood('en')],
    language: 'zh',
    writer: 'extractive',
    requests: 2,
    reason: /language|未能写成/,
  },
  {
    name: 'a Chinese report',
    steps: [sayGood('zh')],
    language: 'zh',
    writer: 'openai',
    requests: 1,
    present: /200亿美元/,
  },
  {
    name: 'a French report',
    steps: [say(frenchReport())],
    language: 'fr',
    writer: 'openai',
    requests: 1,
    present: /rachète Manus[\s\S]*pour \$4\.75B/,
  },
  {
    name: 'an endpoint that breaks on the schema',
    steps: [fail(500, { message: 'failed to parse grammar' }), sayGood()],
    writer: 'openai',
    requests: 2,
  },
  {
    name: 'an endpoint without json_schema',
    steps: [{ kind: 'picky', refuses: ['json_schema'], next: sayGood() }],
    writer: 'openai',
    requests: 2,
  },
  {
    name: 'an endpoint without any response_format',
    steps: [{ kind: 'picky', refuses: ['json_schema', 'json_object'], next: sayGood() }],
    writer: 'openai',
    requests: 3,
  },
  {
    name: 'an endpoint that refuses every extra parameter',
    steps: [
      {
        kind: 'picky',
        refuses: [
          'temperature',
          'seed',
          'max_completion_tokens',
          'max_tokens',
          'response_format',
          'system role',
        ],
        next: sayGood(),
      },
    ],
    writer: 'openai',
    requests: 8,
  },
];
