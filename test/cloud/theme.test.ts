import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rgb } from '../../src/cloud/paint/canvas.ts';
import { themeOf } from '../../src/cloud/theme.ts';

/** Linear light of a channel, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

type Matrix = readonly (readonly [number, number, number])[];

/** Full colour blindness after Machado, Oliveira and Fernandes (2009), in linear light. */
const eyes: Record<string, Matrix> = {
  common: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function times(matrix: Matrix, [x, y, z]: readonly [number, number, number]): [number, number, number] {
  const [a = 0, b = 0, c = 0] = matrix.map((row) => row[0] * x + row[1] * y + row[2] * z);
  return [a, b, c];
}

/** Oklab by Björn Ottosson, https://bottosson.github.io/posts/oklab/ */
function oklab(light: [number, number, number]): [number, number, number] {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])],
  );
}

function seen(colour: Rgb, eye: Matrix): [number, number, number] {
  const [red, green, blue] = times(eye, [linear(colour[0]), linear(colour[1]), linear(colour[2])]);
  return oklab([Math.max(0, red), Math.max(0, green), Math.max(0, blue)]);
}

for (const name of ['light', 'dark'] as const) {
  const theme = themeOf(name);

  test(`every text colour of the ${name} theme has a contrast of 4.5 on its ground`, () => {
    for (const colour of [...theme.groups, theme.neutral, theme.title, theme.muted, theme.mark]) {
      assert.ok(contrast(colour, theme.ground) >= 4.5, `${colour}: ${contrast(colour, theme.ground)}`);
    }
  });

  test(`groups of the ${name} theme are told apart with any colour vision`, () => {
    const colours = [...theme.groups, theme.neutral];
    for (const [kind, eye] of Object.entries(eyes)) {
      for (const [i, a] of colours.entries()) {
        for (const b of colours.slice(0, i)) {
          const [p, q] = [seen(a, eye), seen(b, eye)];
          const apart = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
          assert.ok(apart > 0.05, `${kind}: ${a} and ${b} are ${apart} apart`);
        }
      }
    }
  });
}
