import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from '../../src/core/text/language.ts';
import { createNameFinder } from '../../src/core/text/names.ts';
import { isFatal } from '../../src/verify/candidate.ts';
import { openBook } from '../../src/verify/evidence.ts';
import { examine } from '../../src/verify/examine.ts';
import { readLexicon } from '../bench/engine-data.ts';
import { claimOn, makePack } from './fixture.ts';
import { swaps } from './swaps.ts';

const lexicon = readLexicon();
const tools = { names: createNameFinder(lexicon), lexicon, today: '2025-12-27' };

function findings(post: string, text: string) {
  const pack = makePack([{ text: post }]);
  const own = { ...tools, language: languageOf(text) };
  return examine(claimOn(pack, text), { tools: own, book: openBook(pack, own) });
}

test('claims that keep the order of the post pass', () => {
  for (const { post, right } of swaps)
    assert.ok(
      !isFatal(findings(post, right)),
      `${post} / ${right}: ${JSON.stringify(findings(post, right).findings)}`,
    );
});

test('four of five claims with subject and object changed about are caught', () => {
  const missed = swaps.filter(({ post, wrong }) => !isFatal(findings(post, wrong)));
  assert.ok(
    missed.length <= swaps.length * 0.2,
    missed.map(({ post, wrong }) => `${post} / ${wrong}`).join('\n'),
  );
});

test('a denied relation is not told as a fact, nor a told one as denied', () => {
  const denied = 'NVIDIA says it is not acquiring Groq, only licensing.';
  assert.ok(findings(denied, 'NVIDIA 收购 Groq。').findings.some((finding) => finding.rule === 'polarity'));
  assert.ok(!isFatal(findings(denied, 'NVIDIA 没有收购 Groq。')));
  assert.ok(
    findings('英伟达收购了 Groq 的资产。', 'NVIDIA 并未收购 Groq。').findings.some(
      (finding) => finding.rule === 'polarity',
    ),
  );
});

test('partners may stand in either order', () => {
  assert.ok(!isFatal(findings('Meta partners with Groq on inference.', 'Groq partners with Meta.')));
});
