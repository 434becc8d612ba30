// The floor of decoding: gunzip and one bare pass over the wire format into typed arrays, with nothing
// checked, named or resolved. What JavaScript can do at best, to measure against; not product code.
import { gunzipSync } from 'node:zlib';

export function inflate(raw) {
  return raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw, { maxOutputLength: 4 * 2 ** 30 - 1 }) : raw;
}

const growI32 = (a, need) => {
  let c = a.length;
  while (c < need) c *= 2;
  const r = new Int32Array(c);
  r.set(a);
  return r;
};
const growF64 = (a, need) => {
  let c = a.length;
  while (c < need) c *= 2;
  const r = new Float64Array(c);
  r.set(a);
  return r;
};

// packed varints [p,e) -> low 32 bits each
function packed32(b, p, e, out, o) {
  while (p < e) {
    let x = b[p++];
    if (x > 127) {
      let y = b[p++];
      x = (x & 127) | ((y & 127) << 7);
      if (y > 127) {
        y = b[p++];
        x |= (y & 127) << 14;
        if (y > 127) {
          y = b[p++];
          x |= (y & 127) << 21;
          if (y > 127) {
            y = b[p++];
            x |= (y & 15) << 28;
            while (y > 127) y = b[p++];
          }
        }
      }
    }
    out[o++] = x;
  }
  return o;
}
// one signed 64-bit varint as a double; end position in `END`
let END = 0;
function varint(b, p) {
  let x = b[p++];
  if (x < 128) {
    END = p;
    return x;
  }
  let lo = x & 127;
  x = b[p++];
  lo |= (x & 127) << 7;
  if (x < 128) {
    END = p;
    return lo;
  }
  x = b[p++];
  lo |= (x & 127) << 14;
  if (x < 128) {
    END = p;
    return lo;
  }
  x = b[p++];
  lo |= (x & 127) << 21;
  if (x < 128) {
    END = p;
    return lo;
  }
  x = b[p++];
  let hi = x & 127;
  if (x < 128) {
    END = p;
    return lo + hi * 268435456;
  }
  x = b[p++];
  hi |= (x & 127) << 7;
  if (x < 128) {
    END = p;
    return lo + hi * 268435456;
  }
  x = b[p++];
  hi |= (x & 127) << 14;
  if (x < 128) {
    END = p;
    return lo + hi * 268435456;
  }
  x = b[p++];
  hi |= (x & 127) << 21;
  if (x < 128) {
    END = p;
    return lo + hi * 268435456;
  }
  x = b[p++];
  let top = x & 127;
  if (x > 127) {
    x = b[p++];
    top |= (x & 1) << 7;
  }
  END = p;
  return ((hi >>> 4) | (top << 24) | 0) * 4294967296 + ((lo | (hi << 28)) >>> 0);
}
function packed64(b, p, e, out, o) {
  while (p < e) {
    const x = b[p];
    if (x < 128) {
      out[o++] = x;
      p++;
    } else {
      out[o++] = varint(b, p);
      p = END;
    }
  }
  return o;
}
function skip(b, p, w) {
  if (w === 0) {
    while (b[p++] > 127);
    return p;
  }
  if (w === 2) {
    const l = varint(b, p);
    return END + l;
  }
  if (w === 1) return p + 8;
  if (w === 5) return p + 4;
  throw new Error('wire type ' + w + ' at ' + p);
}

export function newState() {
  return {
    b: null,
    arena: null,
    arenaLen: 0,
    nS: 0,
    nL: 0,
    nV: 0,
    nLb: 0,
    nLoc: 0,
    nLine: 0,
    nF: 0,
    nStr: 0,
    nMap: 0,
    locs: new Int32Array(1 << 16),
    sOff: new Int32Array(1 << 12),
    vals: new Float64Array(1 << 13),
    lbOff: new Int32Array(1 << 12),
    lbKey: new Int32Array(256),
    lbStr: new Int32Array(256),
    lbNum: new Float64Array(256),
    lbUnit: new Int32Array(256),
    locId: new Float64Array(1 << 12),
    locAddr: new Float64Array(1 << 12),
    locMap: new Int32Array(1 << 12),
    lineOff: new Int32Array(1 << 12),
    lineFn: new Float64Array(1 << 12),
    lineNo: new Int32Array(1 << 12),
    fnId: new Float64Array(1 << 12),
    fnName: new Int32Array(1 << 12),
    fnFile: new Int32Array(1 << 12),
    fnLine: new Int32Array(1 << 12),
    strOff: new Int32Array(1 << 12),
    strEnd: new Int32Array(1 << 12),
    stType: [],
    stUnit: [],
    defaultType: 0,
    period: 0,
    dur: 0,
    time: 0,
  };
}
export function scan(b) {
  const S = newState();
  S.b = b;
  const used = consume(S, b, b.length);
  if (used !== b.length) throw new Error('truncated at ' + used);
  return S;
}
// complete top-level fields of b[0..n) -> S; returns the position of the first incomplete one
export function consume(S, b, n) {
  let p = 0;
  while (p < n) {
    const at = p;
    let tag = b[p++];
    if (tag > 127) {
      tag = varint(b, p - 1);
      p = END;
    }
    const w = tag & 7,
      f = tag >>> 3;
    if (w !== 2) {
      if (w === 0) {
        const v = varint(b, p);
        p = END;
        if (p <= n) {
          if (f === 14) S.defaultType = v;
          else if (f === 12) S.period = v;
          else if (f === 10) S.dur = v;
          else if (f === 9) S.time = v;
        }
      } else p = skip(b, p, w);
      if (p > n) return at;
      continue;
    }
    let len = b[p++];
    if (len > 127) {
      len = varint(b, p - 1);
      p = END;
    }
    const e = p + len;
    if (!(e <= n)) return at;
    if (f === 2) sample(S, b, p, e, len);
    else if (f === 4) location(S, b, p, e);
    else if (f === 5) func(S, b, p, e);
    else if (f === 6) {
      const k = S.nStr;
      if (k >= S.strOff.length) {
        S.strOff = growI32(S.strOff, k + 1);
        S.strEnd = growI32(S.strEnd, k + 1);
      }
      if (S.arena === null) {
        S.strOff[k] = p;
        S.strEnd[k] = e;
      } else {
        if (S.arenaLen + len > S.arena.length) {
          let c = S.arena.length;
          while (c < S.arenaLen + len) c *= 2;
          const r = new Uint8Array(c);
          r.set(S.arena);
          S.arena = r;
        }
        S.arena.set(b.subarray(p, e), S.arenaLen);
        S.strOff[k] = S.arenaLen;
        S.arenaLen += len;
        S.strEnd[k] = S.arenaLen;
      }
      S.nStr = k + 1;
    } else if (f === 1) {
      let ty = 0,
        un = 0;
      while (p < e) {
        const t = b[p++];
        if (t === 8) {
          ty = varint(b, p);
          p = END;
        } else if (t === 16) {
          un = varint(b, p);
          p = END;
        } else p = skip(b, p, t & 7);
      }
      S.stType.push(ty);
      S.stUnit.push(un);
    } else if (f === 3) S.nMap++;
    p = e;
  }
  return p;
}
function sample(S, b, p, e, len) {
  const i = S.nS;
  if (i + 2 > S.sOff.length) {
    S.sOff = growI32(S.sOff, i + 2);
    S.lbOff = growI32(S.lbOff, i + 2);
  }
  let nL = S.nL;
  if (nL + len > S.locs.length) S.locs = growI32(S.locs, nL + len);
  while (p < e) {
    const t = b[p++];
    if (t === 10) {
      let l = b[p++];
      if (l > 127) {
        l = varint(b, p - 1);
        p = END;
      }
      nL = packed32(b, p, p + l, S.locs, nL);
      p += l;
    } else if (t === 18) {
      let l = b[p++];
      if (l > 127) {
        l = varint(b, p - 1);
        p = END;
      }
      if (S.nV + l > S.vals.length) S.vals = growF64(S.vals, S.nV + l);
      S.nV = packed64(b, p, p + l, S.vals, S.nV);
      p += l;
    } else if (t === 26) {
      let l = b[p++];
      if (l > 127) {
        l = varint(b, p - 1);
        p = END;
      }
      label(S, b, p, p + l);
      p += l;
    } else if (t === 8) {
      S.locs[nL++] = varint(b, p);
      p = END;
    } else if (t === 16) {
      if (S.nV + 1 > S.vals.length) S.vals = growF64(S.vals, S.nV + 1);
      S.vals[S.nV++] = varint(b, p);
      p = END;
    } else p = skip(b, p, t & 7);
  }
  S.nL = nL;
  S.nS = i + 1;
  S.sOff[i + 1] = nL;
  S.lbOff[i + 1] = S.nLb;
}
function label(S, b, p, e) {
  const k = S.nLb;
  if (k >= S.lbKey.length) {
    S.lbKey = growI32(S.lbKey, k + 1);
    S.lbStr = growI32(S.lbStr, k + 1);
    S.lbUnit = growI32(S.lbUnit, k + 1);
    S.lbNum = growF64(S.lbNum, k + 1);
  }
  while (p < e) {
    const t = b[p++];
    if (t === 8) {
      S.lbKey[k] = varint(b, p);
      p = END;
    } else if (t === 16) {
      S.lbStr[k] = varint(b, p);
      p = END;
    } else if (t === 24) {
      S.lbNum[k] = varint(b, p);
      p = END;
    } else if (t === 32) {
      S.lbUnit[k] = varint(b, p);
      p = END;
    } else p = skip(b, p, t & 7);
  }
  S.nLb = k + 1;
}
function location(S, b, p, e) {
  const k = S.nLoc;
  if (k + 2 > S.lineOff.length) {
    S.lineOff = growI32(S.lineOff, k + 2);
    S.locId = growF64(S.locId, k + 2);
    S.locAddr = growF64(S.locAddr, k + 2);
    S.locMap = growI32(S.locMap, k + 2);
  }
  while (p < e) {
    const t = b[p++];
    if (t === 8) {
      S.locId[k] = varint(b, p);
      p = END;
    } else if (t === 16) {
      S.locMap[k] = varint(b, p);
      p = END;
    } else if (t === 24) {
      S.locAddr[k] = varint(b, p);
      p = END;
    } else if (t === 34) {
      let l = b[p++];
      if (l > 127) {
        l = varint(b, p - 1);
        p = END;
      }
      const le = p + l,
        q = S.nLine;
      if (q >= S.lineFn.length) {
        S.lineFn = growF64(S.lineFn, q + 1);
        S.lineNo = growI32(S.lineNo, q + 1);
      }
      while (p < le) {
        const lt = b[p++];
        if (lt === 8) {
          S.lineFn[q] = varint(b, p);
          p = END;
        } else if (lt === 16) {
          S.lineNo[q] = varint(b, p);
          p = END;
        } else p = skip(b, p, lt & 7);
      }
      S.nLine = q + 1;
    } else p = skip(b, p, t & 7);
  }
  S.nLoc = k + 1;
  S.lineOff[k + 1] = S.nLine;
}
function func(S, b, p, e) {
  const k = S.nF;
  if (k >= S.fnName.length) {
    S.fnId = growF64(S.fnId, k + 1);
    S.fnName = growI32(S.fnName, k + 1);
    S.fnFile = growI32(S.fnFile, k + 1);
    S.fnLine = growI32(S.fnLine, k + 1);
  }
  while (p < e) {
    const t = b[p++];
    if (t === 8) {
      S.fnId[k] = varint(b, p);
      p = END;
    } else if (t === 16) {
      S.fnName[k] = varint(b, p);
      p = END;
    } else if (t === 32) {
      S.fnFile[k] = varint(b, p);
      p = END;
    } else if (t === 40) {
      S.fnLine[k] = varint(b, p);
      p = END;
    } else p = skip(b, p, t & 7);
  }
  S.nF = k + 1;
}

const td = new TextDecoder();
export function names(s) {
  const out = new Array(s.nF);
  for (let i = 0; i < s.nF; i++) {
    const k = s.fnName[i];
    out[i] = td.decode(s.b.subarray(s.strOff[k], s.strEnd[k]));
  }
  return out;
}
