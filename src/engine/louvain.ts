import type { Edges } from './neighbours.ts';

/**
 * Louvain communities (Blondel et al. 2008) of a weighted graph at a resolution: the best of several runs that
 * visit nodes in different fixed orders, since one run's answer hangs on its order. Equal graphs give equal
 * answers. Returns a community number per node.
 */
export function louvain(nodes: number, edges: Edges, resolution: number, runs = 1): Int32Array {
  const graph = toGraph(nodes, edges);
  let best: Int32Array = new Int32Array(0);
  let most = Number.NEGATIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const labels = communitiesOf(graph, resolution, run);
    const quality = modularity(graph, labels, resolution);
    if (quality <= most) continue;
    most = quality;
    best = labels;
  }
  return best;
}

function communitiesOf(whole: Graph, resolution: number, run: number): Int32Array {
  const { nodes } = whole;
  let graph = whole;
  const labels = Int32Array.from({ length: nodes }, (_, node) => node);
  for (let level = 0; level < 10; level++) {
    const communities = moveNodes(graph, resolution, visitOrder(graph.nodes, run));
    const count = renumber(communities);
    for (let node = 0; node < nodes; node++) labels[node] = communities[labels[node] ?? 0] ?? 0;
    if (count === graph.nodes) break;
    graph = aggregate(graph, communities, count);
  }
  return labels;
}

interface Graph {
  nodes: number;
  offsets: Int32Array;
  targets: Int32Array;
  weights: Float64Array;
  /** Twice the weight of edges within a node. */
  loops: Float64Array;
}

function toGraph(nodes: number, edges: Edges): Graph {
  const offsets = new Int32Array(nodes + 1);
  for (let e = 0; e < edges.length; e++) {
    for (const node of [edges.from[e] ?? 0, edges.to[e] ?? 0])
      offsets[node + 1] = (offsets[node + 1] ?? 0) + 1;
  }
  for (let node = 0; node < nodes; node++)
    offsets[node + 1] = (offsets[node + 1] ?? 0) + (offsets[node] ?? 0);
  const fills = offsets.slice();
  const targets = new Int32Array(edges.length * 2);
  const weights = new Float64Array(edges.length * 2);
  const put = (from: number, to: number, weight: number) => {
    const at = fills[from] ?? 0;
    targets[at] = to;
    weights[at] = weight;
    fills[from] = at + 1;
  };
  for (let e = 0; e < edges.length; e++) {
    const weight = edges.weights[e] ?? 0;
    put(edges.from[e] ?? 0, edges.to[e] ?? 0, weight);
    put(edges.to[e] ?? 0, edges.from[e] ?? 0, weight);
  }
  return { nodes, offsets, targets, weights, loops: new Float64Array(nodes) };
}

/** The nodes' own order at first, then steps through them by a number without a common divisor. */
function visitOrder(nodes: number, run: number): Int32Array {
  let step = run === 0 ? 1 : Math.floor(nodes * (0.381966 + 0.07 * run)) | 1;
  while (commonDivisor(step, nodes) !== 1) step += 2;
  return Int32Array.from({ length: nodes }, (_, place) => (place * step) % nodes);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Modularity at a resolution (Reichardt and Bornholdt 2006), up to a constant factor. */
function modularity(graph: Graph, labels: Int32Array, resolution: number): number {
  const degrees = degreesOf(graph);
  const totals = new Float64Array(graph.nodes);
  let inside = 0;
  let sum = 0;
  for (let node = 0; node < graph.nodes; node++) {
    const label = labels[node] ?? 0;
    totals[label] = (totals[label] ?? 0) + (degrees[node] ?? 0);
    sum += degrees[node] ?? 0;
    for (let e = graph.offsets[node] ?? 0; e < (graph.offsets[node + 1] ?? 0); e++) {
      if (labels[graph.targets[e] ?? 0] === label) inside += graph.weights[e] ?? 0;
    }
  }
  const expected = totals.reduce((total, degree) => total + degree * degree, 0);
  return inside - (resolution * expected) / (sum || 1);
}

function moveNodes(graph: Graph, resolution: number, order: Int32Array): Int32Array {
  const { nodes, offsets, targets, weights } = graph;
  const communities = Int32Array.from({ length: nodes }, (_, node) => node);
  const degrees = degreesOf(graph);
  const totals = degrees.slice();
  const sum = degrees.reduce((a, b) => a + b, 0) || 1;
  const links = new Float64Array(nodes);
  const near: number[] = [];
  for (let round = 0; round < 12; round++) {
    let moved = 0;
    for (const node of order) {
      const own = communities[node] ?? 0;
      const degree = degrees[node] ?? 0;
      near.length = 0;
      for (let e = offsets[node] ?? 0; e < (offsets[node + 1] ?? 0); e++) {
        const community = communities[targets[e] ?? 0] ?? 0;
        if (links[community] === 0) near.push(community);
        links[community] = (links[community] ?? 0) + (weights[e] ?? 0);
      }
      totals[own] = (totals[own] ?? 0) - degree;
      const gain = (community: number) =>
        (links[community] ?? 0) - (resolution * degree * (totals[community] ?? 0)) / sum;
      let best = own;
      let bestGain = gain(own);
      for (const community of near) {
        const candidate = gain(community);
        if (
          candidate > bestGain + 1e-12 ||
          (candidate > bestGain - 1e-12 && community < best && best !== own)
        ) {
          best = community;
          bestGain = candidate;
        }
      }
      totals[best] = (totals[best] ?? 0) + degree;
      for (const community of near) links[community] = 0;
      if (best !== own) moved++;
      communities[node] = best;
    }
    if (moved === 0) break;
  }
  return communities;
}

function degreesOf(graph: Graph): Float64Array {
  const degrees = graph.loops.slice();
  for (let node = 0; node < graph.nodes; node++) {
    for (let e = graph.offsets[node] ?? 0; e < (graph.offsets[node + 1] ?? 0); e++) {
      degrees[node] = (degrees[node] ?? 0) + (graph.weights[e] ?? 0);
    }
  }
  return degrees;
}

/** Numbers communities by first sight; returns how many there are. */
export function renumber(communities: Int32Array): number {
  const numbers = new Map<number, number>();
  for (let node = 0; node < communities.length; node++) {
    const community = communities[node] ?? 0;
    let number = numbers.get(community);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(community, number);
    }
    communities[node] = number;
  }
  return numbers.size;
}

/** Communities become nodes; what ran between two of them is one edge, each listed once, in order. */
function aggregate(graph: Graph, communities: Int32Array, count: number): Graph {
  const loops = new Float64Array(count);
  const links = new Float64Array(count);
  const edges = { from: [] as number[], to: [] as number[], weights: [] as number[] };
  const members = membersOf(communities, count);
  for (let own = 0; own < count; own++) {
    const near: number[] = [];
    for (let m = members.offsets[own] ?? 0; m < (members.offsets[own + 1] ?? 0); m++) {
      linkNode(graph, members.nodes[m] ?? 0, own, communities, { loops, links, near });
    }
    near.sort((a, b) => a - b);
    for (const other of near) {
      edges.from.push(other);
      edges.to.push(own);
      edges.weights.push(links[other] ?? 0);
      links[other] = 0;
    }
  }
  const lists = {
    length: edges.from.length,
    from: Int32Array.from(edges.from),
    to: Int32Array.from(edges.to),
    weights: Float32Array.from(edges.weights),
  };
  return { ...toGraph(count, lists), loops };
}

/** Nodes by community, each in order. */
function membersOf(communities: Int32Array, count: number): { offsets: Int32Array; nodes: Int32Array } {
  const offsets = new Int32Array(count + 1);
  for (const own of communities) offsets[own + 1] = (offsets[own + 1] ?? 0) + 1;
  for (let own = 0; own < count; own++) offsets[own + 1] = (offsets[own + 1] ?? 0) + (offsets[own] ?? 0);
  const fills = offsets.slice();
  const nodes = new Int32Array(communities.length);
  communities.forEach((own, node) => {
    const at = fills[own] ?? 0;
    nodes[at] = node;
    fills[own] = at + 1;
  });
  return { offsets, nodes };
}

/** Adds a node's edges to its community's loop and to the links with later communities. */
function linkNode(
  graph: Graph,
  node: number,
  own: number,
  communities: Int32Array,
  { loops, links, near }: { loops: Float64Array; links: Float64Array; near: number[] },
): void {
  loops[own] = (loops[own] ?? 0) + (graph.loops[node] ?? 0);
  for (let e = graph.offsets[node] ?? 0; e < (graph.offsets[node + 1] ?? 0); e++) {
    const other = communities[graph.targets[e] ?? 0] ?? 0;
    const weight = graph.weights[e] ?? 0;
    if (other === own) loops[own] = (loops[own] ?? 0) + weight;
    if (other <= own) continue;
    if (links[other] === 0) near.push(other);
    links[other] = (links[other] ?? 0) + weight;
  }
}
