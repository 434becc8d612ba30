// Paths through a function on which something stays open. In: a body, what opens it and what closes it.
// Out: the exits that some path reaches with it open. Invariants: structured control flow only, a `goto` gives
// undefined; a branch taken because opening failed does not count; panics and exits of the process are no exits.
//
// The state of a path is one bit, that of several paths their union:
//   resp, err := get()        before → fresh     open, and err still says whether it is
//   if err != nil { return }  fresh → before     inside; behind it fresh → sure: open while err is what it is
//   err = other()             sure → open
//   defer resp.Body.Close()   open → closed

import type { GoNode } from '../../golang/goNode';
import type { GoPackage, Place } from './goPackage';
import { calleeOf } from './typeOf';

export interface PathQuestion {
  /** The node that opens; undefined for what is open from the start. */
  readonly opens: GoNode | undefined;
  /** Whether the node closes it, or gives it into other hands; asked for every node, those of literals too. */
  readonly closes: (node: GoNode) => boolean;
  /** Names of variables that `opens` sets: an error that says whether it failed, and the value itself. */
  readonly error?: string | undefined;
  readonly value?: string | undefined;
  /** Told of each node that some path comes to while it is open, those of inner literals left out. */
  readonly visits?: (node: GoNode) => void;
  /** Whether it is closed once this loop condition is false, as rows are. */
  readonly endsWith?: (condition: GoNode) => boolean;
}

export interface OpenExit {
  /** `again`: an iteration ends with what it has opened. */
  readonly kind: 'return' | 'end' | 'again';
  readonly place: Place;
}

export function openExits(pkg: GoPackage, body: GoNode, question: PathQuestion): readonly OpenExit[] | undefined {
  if (body.find('goto_statement').length > 0) return undefined;
  const walker = new PathWalker(pkg, question);
  const end = walker.run(body, question.opens === undefined ? open : before);
  if (isOpen(end)) walker.exit('end', body);
  return walker.exits();
}

const nowhere = 0;
const before = 1;
const fresh = 2;
const open = 4;
const closed = 8;
const sure = 16;

const isOpen = (state: number): boolean => (state & (fresh | sure | open)) !== 0;

/** The paths of one bit go over to another. */
function move(state: number, from: number, to: number): number {
  return (state & from) === 0 ? state : (state & ~from) | to;
}

const moveAll = (state: number, to: number): number => move(state, fresh | sure | open, to);
/** The error is nil, or is not. */
const succeeded = (state: number): number => move(state, fresh, sure);
const failed = (state: number): number => move(state, fresh | sure, before);

interface Target {
  readonly node: GoNode;
  readonly label: string | undefined;
  broken: number;
  continued: number;
}

/** Functions that do not return. */
const endings = [
  'panic',
  'os.Exit',
  'runtime.Goexit',
  'log.Fatal',
  'log.Fatalf',
  'log.Fatalln',
  'log.Panic',
  'log.Panicf',
];
const testEndings = ['Fatal', 'Fatalf', 'FailNow', 'Skip', 'Skipf', 'SkipNow'];

class PathWalker {
  private readonly targets: Target[] = [];
  private readonly found = new Map<GoNode, OpenExit>();
  private isCloseDeferred = false;

  constructor(
    private readonly pkg: GoPackage,
    private readonly question: PathQuestion,
  ) {}

  exits(): readonly OpenExit[] {
    return [...this.found.values()].sort((a, b) => a.place.start - b.place.start);
  }

  exit(kind: OpenExit['kind'], node: GoNode): void {
    const place = this.pkg.place(node);
    // A body is left at its closing brace.
    const at = kind === 'end' ? { ...place, line: node.endLine, start: node.end - 1 } : place;
    this.found.set(node, { kind, place: at });
  }

  /** @returns the state behind the statement, 0 where no path gets there */
  run(statement: GoNode, state: number, label?: string): number {
    if (state === nowhere) return nowhere;
    switch (statement.type) {
      case 'block':
      case 'statement_list':
        return statement.children.reduce((s, child) => this.run(child, s), state);
      case 'labeled_statement': {
        const inner = statement.children.at(-1);
        return inner === undefined ? state : this.run(inner, state, statement.get('label')?.text);
      }
      case 'if_statement':
        return this.runIf(statement, state);
      case 'for_statement':
        return this.runLoop(statement, state, label);
      case 'expression_switch_statement':
      case 'type_switch_statement':
        return this.runSwitch(statement, state, label);
      case 'select_statement':
        if (isOpen(state)) this.question.visits?.(statement);
        return this.inTarget(statement, label, () =>
          statement.children.reduce((s, branch) => s | this.runBranch(branch, state), nowhere),
        );
      case 'return_statement':
        if (isOpen(this.simple(statement, state))) this.exit('return', statement);
        return nowhere;
      case 'break_statement':
      case 'continue_statement':
        this.leave(statement, state);
        return nowhere;
      default:
        return this.simple(statement, state);
    }
  }

  /** A statement without branches, or an expression. */
  private simple(statement: GoNode, state: number): number {
    const { opens, closes, error, visits } = this.question;
    let out = state;
    let ends = false;
    for (const node of statement.walk()) {
      if (visits !== undefined && isOpen(out) && runsHere(node, statement)) visits(node);
      if (closes(node)) {
        out = this.close(out);
        this.isCloseDeferred ||= statement.type === 'defer_statement';
      }
      // A deferred close that is already there closes this one, too.
      if (node === opens) out = this.isCloseDeferred ? closed : fresh;
      ends ||=
        node.type === 'call_expression' &&
        this.isEnding(node) &&
        node.around('func_literal', 'block')?.isWithin(statement) !== true;
    }
    if (ends) return nowhere;
    const isOpening = opens?.isWithin(statement) === true;
    return !isOpening && error !== undefined && assigns(statement, error) ? move(out, fresh | sure, open) : out;
  }

  private isEnding(call: GoNode): boolean {
    const { name } = calleeOf(this.pkg, call);
    if (endings.includes(name)) return true;
    return name.startsWith('testing.') && testEndings.includes(name.slice(name.lastIndexOf('.') + 1));
  }

  private runIf(statement: GoNode, state: number): number {
    const initializer = statement.get('initializer');
    const condition = statement.get('condition')!;
    const started = initializer === undefined ? state : this.simple(initializer, state);
    const asked = this.simple(condition, started);
    const yes = this.run(statement.get('consequence')!, this.refine(condition, asked, true));
    const otherwise = this.refine(condition, asked, false);
    const alternative = statement.get('alternative');
    return yes | (alternative === undefined ? otherwise : this.run(alternative, otherwise));
  }

  private runLoop(statement: GoNode, state: number, label: string | undefined): number {
    const clause = statement.children.find((child) => child.is('for_clause', 'range_clause'));
    const isRange = clause?.type === 'range_clause';
    const condition = isRange
      ? undefined
      : (clause?.get('condition') ?? statement.children.find((child) => child !== clause && child.field !== 'body'));
    const initializer = clause?.get('initializer');
    let start = initializer === undefined ? state : this.simple(initializer, state);
    if (isRange) start = this.simple(clause, start);
    const opensInside = this.question.opens?.isWithin(statement.get('body')!) === true;
    let head = start;
    let out = nowhere;
    const body = (): number => {
      // Twice is enough: a state that the second round does not add, no round does.
      for (let round = 0; round < 2; round++) {
        const target = this.targets.at(-1)!;
        const asked = condition === undefined ? head : this.simple(condition, head);
        let end = this.run(
          statement.get('body')!,
          condition === undefined ? asked : this.refine(condition, asked, true),
        );
        end |= target.continued;
        if (opensInside && isOpen(end)) {
          this.exit('again', statement);
          end = moveAll(end, before);
        }
        const update = clause?.get('update');
        if (update !== undefined) end = this.simple(update, end);
        const left =
          condition === undefined ? (isRange ? head | end : nowhere) : this.refine(condition, asked | end, false);
        out |= condition !== undefined && this.question.endsWith?.(condition) === true ? this.close(left) : left;
        head |= end;
      }
      return out;
    };
    return this.inTarget(statement, label, body);
  }

  private close(state: number): number {
    return moveAll(state, closed);
  }

  private runSwitch(statement: GoNode, state: number, label: string | undefined): number {
    const initializer = statement.get('initializer');
    const value = statement.get('value');
    let rest = initializer === undefined ? state : this.simple(initializer, state);
    if (value !== undefined) rest = this.simple(value, rest);
    const branches = statement.children.filter((child) => child.is('expression_case', 'type_case', 'default_case'));
    return this.inTarget(statement, label, () => {
      let out = nowhere;
      let fallen = nowhere;
      for (const branch of branches) {
        const question = value === undefined ? branch.get('value')?.children : undefined;
        const condition = question?.length === 1 ? question[0] : undefined;
        const entered = condition === undefined ? rest : this.refine(condition, rest, true);
        if (condition !== undefined) rest = this.refine(condition, rest, false);
        const end = this.runBranch(branch, entered | fallen);
        const falls = branch.children.at(-1)?.children.at(-1)?.type === 'fallthrough_statement';
        fallen = falls ? end : nowhere;
        if (!falls) out |= end;
      }
      return branches.some((branch) => branch.type === 'default_case') ? out : out | rest;
    });
  }

  private runBranch(branch: GoNode, state: number): number {
    return branch.children
      .filter((child) => child.field !== 'value' && child.field !== 'type')
      .reduce((s, child) => this.run(child, s), state);
  }

  private inTarget(node: GoNode, label: string | undefined, work: () => number): number {
    const target: Target = { node, label, broken: nowhere, continued: nowhere };
    this.targets.push(target);
    const out = work();
    this.targets.pop();
    return out | target.broken;
  }

  private leave(statement: GoNode, state: number): void {
    const label = statement.children.at(0)?.text;
    const isContinue = statement.type === 'continue_statement';
    const target = this.targets.findLast((t) =>
      label === undefined ? !isContinue || t.node.type === 'for_statement' : t.label === label,
    );
    if (target === undefined) return;
    if (isContinue) target.continued |= state;
    else target.broken |= state;
  }

  /** What a condition tells of the state where it holds, or does not. */
  private refine(condition: GoNode, state: number, holds: boolean): number {
    switch (condition.type) {
      case 'parenthesized_expression':
        return condition.children.length === 1 ? this.refine(condition.children[0], state, holds) : state;
      case 'unary_expression':
        return condition.get('operator')?.text === '!' ? this.refine(condition.get('operand')!, state, !holds) : state;
      case 'identifier':
        // The `ok` of `v, ok := …`.
        if (condition.text !== this.question.error) return state;
        return holds ? succeeded(state) : failed(state);
      case 'call_expression': {
        const isError = ['errors.Is', 'errors.As'].includes(calleeOf(this.pkg, condition).name);
        const about = condition.get('arguments')?.children.at(0)?.text;
        return isError && holds && about === this.question.error ? failed(state) : state;
      }
      case 'binary_expression':
        return this.refineBinary(condition, state, holds);
      default:
        return state;
    }
  }

  private refineBinary(condition: GoNode, state: number, holds: boolean): number {
    const left = condition.get('left')!;
    const right = condition.get('right')!;
    const operator = condition.get('operator')?.text ?? '';
    if (operator === '&&' || operator === '||') {
      const isBoth = (operator === '&&') === holds;
      return isBoth
        ? this.refine(right, this.refine(left, state, holds), holds)
        : this.refine(left, state, holds) | this.refine(right, this.refine(left, state, !holds), holds);
    }
    if (right.type !== 'nil' || (operator !== '==' && operator !== '!=')) return state;
    const isNil = (operator === '==') === holds;
    if (left.text === this.question.error) return isNil ? succeeded(state) : failed(state);
    const isValue = left.text === this.question.value;
    return isValue && isNil ? moveAll(state, before) : state;
  }
}

/** Not in a literal that is only made here, nor started or deferred. */
function runsHere(node: GoNode, statement: GoNode): boolean {
  if (statement.is('go_statement', 'defer_statement')) return false;
  for (let at: GoNode | undefined = node; at !== undefined && at !== statement; at = at.parent) {
    if (at.type === 'func_literal' && at.field !== 'function') return false;
  }
  return true;
}

function assigns(statement: GoNode, name: string): boolean {
  const isAssignment = statement.is('short_var_declaration', 'assignment_statement', 'receive_statement');
  return isAssignment && (statement.get('left')?.children ?? []).some((target) => target.text === name);
}
