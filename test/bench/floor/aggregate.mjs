// The floor of aggregating: flat, cum and the call tree by function from the columns of scan.mjs, with a
// first-child/next-sibling trie. Large inputs in two passes: the first frames, then regrouped by the node
// reached. What JavaScript can do at best without checks; not product code.
export function aggregate(s, typeIndex = -1, plan = [8, 1e9]) {
  const K = plan.length;
  let pass = 0;
  const nT = s.stType.length || 1,
    ti = typeIndex < 0 ? nT - 1 : typeIndex;
  const { locs, sOff, vals, nS, nL, lineOff: lo, nF } = s;
  let dense = true;
  for (let i = 0; i < nF; i++)
    if (s.fnId[i] !== i + 1) {
      dense = false;
      break;
    }
  let fm = null;
  if (!dense) {
    fm = new Map();
    for (let i = 0; i < nF; i++) fm.set(s.fnId[i], i);
  }
  const lf = new Int32Array(s.nLine);
  for (let i = 0; i < s.nLoc; i++)
    for (let a = lo[i], z = lo[i + 1], k = a; k < z; k++) {
      const id = s.lineFn[k];
      const g = dense ? id - 1 : fm.get(id);
      lf[a + (z - 1 - k)] = g === undefined ? -1 : g;
    }
  // location ids: dense -> identity; else remap the stream once in place
  let ldense = true;
  for (let i = 0; i < s.nLoc; i++)
    if (s.locId[i] !== i + 1) {
      ldense = false;
      break;
    }
  let L = locs;
  if (!ldense) {
    const m = new Map();
    for (let i = 0; i < s.nLoc; i++) m.set(s.locId[i], i + 1);
    L = new Int32Array(nL);
    for (let i = 0; i < nL; i++) {
      const v = m.get(locs[i]);
      L[i] = v === undefined ? 0 : v;
    }
  }
  // per location: single function fast path
  const one = new Int32Array(s.nLoc + 1).fill(-2);
  one[0] = -1;
  for (let i = 0; i < s.nLoc; i++) {
    const c = lo[i + 1] - lo[i];
    one[i + 1] = c === 1 ? lf[lo[i]] : c === 0 ? -1 : -2;
  }

  // node layout: [fn, firstChild, nextSibling, parent]
  let cap = 1 << 16,
    N = new Int32Array(cap * 4),
    self = new Float64Array(cap),
    nodes = 1;
  N[0] = -1;
  N[3] = -1;
  // hash for nodes with many children
  const WIDE = 6;
  let hcap = 1 << 14,
    hmask = hcap - 1,
    H = new Int32Array(hcap),
    hn = 0;
  const hash = (p, g) => {
    let h = Math.imul(Math.imul(p, 0x9e3779b1) ^ Math.imul(g + 1, 0x85ebca77), 0xc2b2ae3d);
    return h ^ (h >>> 15);
  };
  let W = new Uint8Array(cap);
  function hput(c) {
    if (hn * 2 > hcap) {
      const old = H;
      hcap *= 2;
      hmask = hcap - 1;
      H = new Int32Array(hcap);
      hn = 0;
      for (let i = 0; i < old.length; i++) if (old[i]) hput(old[i]);
    }
    let h = hash(N[c * 4 + 3], N[c * 4]) & hmask;
    while (H[h] !== 0) h = (h + 1) & hmask;
    H[h] = c;
    hn++;
  }
  function slow(node, g) {
    // not among the first WIDE children
    if (W[node]) {
      let h = hash(node, g) & hmask,
        c;
      while ((c = H[h]) !== 0) {
        if (N[c * 4 + 3] === node && N[c * 4] === g) return c;
        h = (h + 1) & hmask;
      }
    }
    if (nodes === cap) {
      cap *= 2;
      const n2 = new Int32Array(cap * 4);
      n2.set(N);
      N = n2;
      const s2 = new Float64Array(cap);
      s2.set(self);
      self = s2;
      const w2 = new Uint8Array(cap);
      w2.set(W);
      W = w2;
    }
    const c = nodes++,
      q = c * 4;
    N[q] = g;
    N[q + 3] = node;
    const f = N[node * 4 + 1]; // keep the first-seen (usually the most frequent) child first
    if (f === 0) N[node * 4 + 1] = c;
    else {
      N[q + 2] = N[f * 4 + 2];
      N[f * 4 + 2] = c;
    }
    if (W[node]) hput(c);
    else {
      // count children; turn wide when over the limit
      let k = 0;
      for (let d = N[node * 4 + 1]; d !== 0; d = N[d * 4 + 2]) k++;
      if (k > WIDE) {
        W[node] = 1;
        for (let d = N[node * 4 + 1]; d !== 0; d = N[d * 4 + 2]) hput(d);
      }
    }
    return c;
  }
  function step(node, g) {
    const fc = N[node * 4 + 1];
    let c = fc,
      k = 0;
    while (c !== 0) {
      if (N[c * 4] === g) return c;
      if (++k >= WIDE) break;
      c = N[c * 4 + 2];
    }
    return slow(node, g);
  }
  const insert = (k, a, node) => {
    for (; k >= a; k--) {
      const l = L[k],
        g = one[l];
      if (g >= 0) node = step(node, g);
      else if (g === -2)
        for (let q = lo[l - 1], z = lo[l]; q < z; q++) {
          const g2 = lf[q];
          if (g2 >= 0) node = step(node, g2);
        }
    }
    return node;
  };
  if (K === 0) {
    for (let i = 0; i < nS; i++) {
      const n = insert(sOff[i + 1] - 1, sOff[i], 0);
      self[n] += vals[i * nT + ti];
    }
  } else {
    // plan[pass] frames a pass; between passes the live samples are counting-sorted by the trie node they have reached, so that
    // a pass works inside one small subtree at a time (locality; shuffled samples otherwise miss cache on every step)
    const at = new Int32Array(nS),
      left = new Int32Array(nS);
    let ord = new Int32Array(nS),
      ord2 = new Int32Array(nS),
      live = nS;
    for (let i = 0; i < nS; i++) {
      ord[i] = i;
      left[i] = sOff[i + 1];
    }
    for (;;) {
      const K = plan[Math.min(pass++, plan.length - 1)];
      let m = 0;
      for (let j = 0; j < live; j++) {
        const i = ord[j],
          z = left[i],
          a = sOff[i],
          y = z - K > a ? z - K : a;
        const n = insert(z - 1, y, at[i]);
        at[i] = n;
        if (y > a) {
          left[i] = y;
          ord[m++] = i;
        } else self[n] += vals[i * nT + ti];
      }
      live = m;
      if (live === 0) break;
      if (live < 2) continue;
      let lo2 = 0x7fffffff,
        hi2 = 0;
      for (let j = 0; j < live; j++) {
        const n = at[ord[j]];
        if (n < lo2) lo2 = n;
        if (n > hi2) hi2 = n;
      }
      const cnt = new Int32Array(hi2 - lo2 + 2);
      for (let j = 0; j < live; j++) cnt[at[ord[j]] - lo2 + 1]++;
      for (let i = 0; i <= hi2 - lo2; i++) cnt[i + 1] += cnt[i];
      for (let j = 0; j < live; j++) {
        const i = ord[j];
        ord2[cnt[at[i] - lo2]++] = i;
      }
      const t = ord;
      ord = ord2;
      ord2 = t;
    }
  }
  const total = new Float64Array(nodes);
  for (let i = nodes - 1; i > 0; i--) {
    total[i] += self[i];
    total[N[i * 4 + 3]] += total[i];
  }
  total[0] += self[0];
  // flat/cum by one depth-first pass with on-path counters
  const flat = new Float64Array(nF),
    cum = new Float64Array(nF),
    on = new Int32Array(nF);
  let n = N[1];
  while (n > 0) {
    const g = N[n * 4];
    flat[g] += self[n];
    if (on[g]++ === 0) cum[g] += total[n];
    if (N[n * 4 + 1] !== 0) {
      n = N[n * 4 + 1];
      continue;
    }
    for (;;) {
      on[N[n * 4]]--;
      if (N[n * 4 + 2] !== 0) {
        n = N[n * 4 + 2];
        break;
      }
      n = N[n * 4 + 3];
      if (n <= 0) break;
    }
  }
  return { nodes, N, self, total, flat, cum };
}
