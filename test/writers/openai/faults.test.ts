import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Written } from '../../../src/app/write.ts';
import { type FakeOpenAi, isRepair, type Received, startFakeOpenAi } from '../../fakes/openai/index.ts';
import { pack } from './answers.ts';
import { claimCases } from './claim-cases.ts';
import { modelWriter, publishedClaims, publishedText, refused, writeOnce } from './harness.ts';
import { answerCases, type Case, transportCases } from './transport-cases.ts';

let fake: FakeOpenAi;
before(async () => {
  fake = await startFakeOpenAi();
});
after(() => fake.close());

async function run(fault: Case): Promise<{ report: Written; journal: Received[] }> {
  await fake.follow(fault.steps);
  const writer = modelWriter(fake.baseUrl, { attemptMs: fault.attemptMs ?? 15_000 });
  const report = await writeOnce(writer, pack, {
    language: fault.language ?? 'en',
    timeoutMs: fault.timeoutMs ?? 30_000,
  });
  return { report, journal: await fake.journal() };
}

/** What must hold of every report, whatever the model did. */
function checkReport({ verified, written }: Written, language: string): void {
  const claims = publishedClaims(verified);
  assert.deepEqual(refused(verified, pack, language), []);
  assert.ok(claims.length >= 5, `${claims.length} claims`);
  assert.ok(verified.points.length >= 5 && verified.points.length <= 10, `${verified.points.length} points`);
  assert.ok(verified.overview.length > 0, 'an overview');
  for (const point of verified.points) assert.ok(claims.includes(point), 'a point is a detail claim');
  for (const claim of claims) assert.ok(claim.cites.length > 0, claim.text);
  assert.equal(written.writer === 'extractive', written.fallbackReason !== undefined);
}

function checkCase(fault: Case, report: Written, journal: Received[]): void {
  const repairs = journal.filter(isRepair).length;
  const text = publishedText(report.verified);
  assert.equal(report.written.writer, fault.writer, report.written.fallbackReason ?? 'no reason');
  assert.ok(repairs <= 1, `${repairs} repairs`);
  if (fault.repairs !== undefined) assert.equal(repairs, fault.repairs);
  if (fault.requests !== undefined) assert.equal(journal.length, fault.requests);
  if (fault.absent) assert.doesNotMatch(text, fault.absent);
  if (fault.present) assert.match(text, fault.present);
  if (fault.reason) assert.match(report.written.fallbackReason ?? '', fault.reason);
  assert.match(report.written.notes?.join('; ') ?? '', fault.note ?? /^(?!.*filled)/);
}

const groups = {
  'failing endpoints': transportCases,
  'odd answers': answerCases,
  'false claims': claimCases,
};

for (const [group, cases] of Object.entries(groups)) {
  describe(`a verified report comes out of ${group}`, () => {
    for (const fault of cases) {
      test(fault.name, { timeout: 60_000 }, async () => {
        const { report, journal } = await run(fault);
        checkReport(report, fault.language ?? 'en');
        checkCase(fault, report, journal);
      });
    }
  });
}
