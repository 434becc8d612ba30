// What is measured: the floor. node floor.js columns|tree FILE → one JSON line (see report.ts).
import { report } from '../report';
import { aggregate } from './aggregate.mjs';
import { inflate, names, scan } from './scan.mjs';

void report({
  columns: (bytes) => scan(inflate(bytes)).nS,
  tree: (bytes) => {
    const state = scan(inflate(bytes));
    const { nodes } = aggregate(state, -1, state.nS > 2e4 ? [8, 1e9] : []);
    names(state);
    return nodes;
  },
});
