// Follows a channel, a context or a function value through a package. In: an expression to begin with. Out: the calls
// that make it, the nodes that use it, and whether it goes where we cannot look, or comes from there. Invariant: arguments are followed into the functions they are given
// to; a parameter back to all callers, but never down one call and up another.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from './binding';
import { type CodeFunction, type GoPackage, qualified } from './goPackage';
import { bare, keyOf, keyOfDeclared, lastName, mentionsOf } from './identity';
import { calleeOf, typeOf } from './typeOf';
import { fieldsOf, typeFromNode, underlying } from './goType';

type Direction = 'both' | 'down';

interface RawUse {
  readonly kind: 'send' | 'receive' | 'range' | 'close' | 'call';
  readonly node: GoNode;
}

export class ChannelTrace {
  readonly made: GoNode[] = [];
  readonly uses: RawUse[] = [];
  /** Of every variable and field that the channel is known by: its key, and the last name in it. */
  readonly names = new Map<string, string>();
  /** It goes where we cannot look. */
  escapes = false;
  /** It, or another value of its variables, comes from where we cannot look. */
  isForeign = false;
  isLocal = true;

  /** @param makers functions that make what is followed, `make` for channels */
  constructor(
    private readonly pkg: GoPackage,
    private readonly makers: readonly string[] = ['make'],
  ) {}

  follow(expression: GoNode, direction: Direction): void {
    const node = bare(expression);
    if (node.type === 'call_expression') {
      this.fromCall(node);
      return;
    }
    const key = keyOf(this.pkg, node);
    if (key === undefined) {
      this.escapes = true;
      this.isForeign = true;
      return;
    }
    this.followKey(key, lastName(node), direction);
    if (direction === 'both' && node.type === 'identifier') this.originOf(node);
  }

  private followKey(key: string, name: string, direction: Direction): void {
    if (this.names.has(key)) return;
    this.names.set(key, name);
    if (!key.includes('#') || this.pkg.variables.get(name)?.start === Number(key.slice(key.indexOf('#') + 1))) {
      this.isLocal = false;
    }
    if (key.endsWith('[]')) {
      this.inContainer(key.slice(0, -2), name, direction);
      return;
    }
    for (const mention of mentionsOf(this.pkg, key, name)) this.use(mention, direction);
    if (!key.includes('#')) this.inLiterals(key, direction);
  }

  /** An element of a map or slice is every element of it. */
  private inContainer(key: string, name: string, direction: Direction): void {
    for (const mention of mentionsOf(this.pkg, key, name)) {
      const { parent } = mention;
      if (parent?.type === 'index_expression' && mention.field === 'operand') this.use(parent, direction);
      else if (parent?.type === 'range_clause' && mention.field === 'right') this.rangedOver(parent);
      else if (parent?.type === 'expression_list' && mention.field !== 'right') this.containerInList(parent, mention);
      else if (parent?.type === 'argument_list' && isReadOnly(parent)) continue;
      else if (!isDeclaration(mention)) this.comesFromOutside();
    }
  }

  private rangedOver(clause: GoNode): void {
    const value = clause.get('left')?.children.at(1);
    if (value !== undefined && value.text !== '_') this.follow(value, 'down');
  }

  /** `x = append(x, c)` and `x := make(map[string]chan T)` keep it what it is. */
  private containerInList(list: GoNode, mention: GoNode): void {
    const statement = list.parent;
    const isGiven = list.field === 'left' || list.field === undefined;
    const value = isGiven ? statement?.get('right')?.children.at(list.children.indexOf(mention)) : undefined;
    const callee = value?.type === 'call_expression' ? value.get('function')?.text : undefined;
    const isEmpty = value?.type === 'composite_literal' && value.get('body')?.children.length === 0;
    if (value?.type === 'nil' || isEmpty || callee === 'make' || callee === 'append') return;
    this.comesFromOutside();
  }

  private use(mention: GoNode, direction: Direction): void {
    let node = mention;
    while (node.parent?.type === 'parenthesized_expression') node = node.parent;
    const parent = node.parent;
    if (parent === undefined) return;
    switch (parent.type) {
      case 'send_statement':
        if (node.field === 'channel') this.uses.push({ kind: 'send', node: parent });
        else this.escapes = true;
        return;
      case 'unary_expression':
        if (parent.get('operator')?.text === '<-') this.uses.push({ kind: 'receive', node: parent });
        else this.escapes = true;
        return;
      case 'range_clause':
        if (node.field === 'right') this.uses.push({ kind: 'range', node: parent.parent ?? parent });
        return;
      case 'argument_list':
        this.argument(parent, node);
        return;
      case 'expression_list':
        this.inList(parent, node, direction);
        return;
      case 'literal_element':
        this.element(parent);
        return;
      case 'call_expression':
        this.uses.push({ kind: 'call', node: parent });
        return;
      case 'expression_statement':
      case 'selector_expression':
      case 'index_expression':
      case 'binary_expression':
      case 'parameter_declaration':
      case 'var_spec':
      case 'field_declaration':
        return;
      default:
        this.escapes = true;
    }
  }

  private argument(list: GoNode, node: GoNode): void {
    const call = list.parent!;
    const { name, function: fn } = calleeOf(this.pkg, call);
    if (name === 'close') this.uses.push({ kind: 'close', node: call });
    if (['close', 'len', 'cap', 'delete'].includes(name)) return;
    if (this.pkg.types.has(name)) {
      this.use(call, 'down'); // A conversion.
      return;
    }
    const container = name === 'append' && list.children.indexOf(node) > 0 ? list.children[0] : undefined;
    const key = container && keyOf(this.pkg, container);
    if (key !== undefined) {
      this.followKey(`${key}[]`, lastName(container!), 'down');
      return;
    }
    const target = fn?.node ?? literalCalled(call);
    const parameter = target && parameterAt(target, list.children.indexOf(node));
    if (parameter === undefined) this.escapes = true;
    else this.followKey(keyOfDeclared(this.pkg, parameter), parameter.text, 'down');
  }

  private inList(list: GoNode, node: GoNode, direction: Direction): void {
    const statement = list.parent!;
    if (statement.type === 'return_statement') {
      this.returned(statement, list.children.indexOf(node));
      return;
    }
    if (!statement.is('short_var_declaration', 'assignment_statement', 'var_spec')) return;
    const at = list.children.indexOf(node);
    if (list.field === 'left') {
      const value = statement.get('right')?.children.at(at);
      if (value !== undefined) this.assigned(value, direction);
      return;
    }
    const target = statement.get('left')?.children.at(at) ?? statement.all('name').at(at);
    if (target !== undefined && target.text !== '_') this.follow(target, 'down');
  }

  /** What the channel is given: another name of it, or where it is made. */
  private assigned(value: GoNode, direction: Direction): void {
    if (value.type === 'nil' || this.names.has(keyOf(this.pkg, value) ?? '')) return;
    if (value.type === 'call_expression') this.fromCall(value);
    else if (direction === 'both') this.follow(value, 'both');
    else this.escapes = true;
    if (value.type !== 'call_expression' && direction !== 'both') this.isForeign = true;
  }

  private originOf(name: GoNode): void {
    const binding = bindingOf(this.pkg, name);
    if (binding === undefined) return;
    if (binding.kind === 'parameter') {
      this.callersOf(binding.declared);
      return;
    }
    if (binding.kind === 'range') {
      const key = binding.value && keyOf(this.pkg, binding.value);
      const isChannel = binding.value && underlying(this.pkg, typeOf(this.pkg, binding.value)).kind === 'channel';
      if (key === undefined || isChannel === true) this.comesFromOutside();
      else this.followKey(`${key}[]`, lastName(binding.value!), 'both');
      return;
    }
    if (binding.declared.parent?.type !== 'var_spec' || binding.value === undefined) return;
    this.assigned(binding.value, 'both');
  }

  private callersOf(parameter: GoNode): void {
    for (const argument of this.argumentsFor(parameter)) {
      if (argument === undefined) this.comesFromOutside();
      else this.follow(argument, 'both');
    }
  }

  private comesFromOutside(): void {
    this.escapes = true;
    this.isForeign = true;
  }

  /** What callers give for a parameter; undefined among them for a caller whom we do not see. */
  argumentsFor(parameter: GoNode): readonly (GoNode | undefined)[] {
    const fn = parameter.around('function_declaration', 'method_declaration', 'func_literal')!;
    const at = parameterNames(fn).indexOf(parameter);
    if (fn.type === 'func_literal') {
      const call = fn.parent;
      const argument = call?.type === 'call_expression' ? call.get('arguments')?.children.at(at) : undefined;
      return [fn.field === 'function' ? argument : undefined];
    }
    const declared = this.pkg.functions.find((f) => f.node === fn);
    if (declared === undefined) return [undefined];
    const given = this.callsOf(declared).map((call) => call?.get('arguments')?.children.at(at));
    return this.pkg.isForOthers(declared.name) ? [...given, undefined] : given;
  }

  /** Undefined for a mention that is no call: the function is handed on as a value. */
  private callsOf(fn: CodeFunction): (GoNode | undefined)[] {
    const calls: (GoNode | undefined)[] = [];
    for (const name of this.pkg.mentionsOf(fn.name)) {
      if (name === fn.node.get('name')) continue;
      const target = name.type === 'field_identifier' ? name.parent : name;
      const call = target?.field === 'function' ? target.parent : undefined;
      if (call !== undefined && calleeOf(this.pkg, call).function === fn) calls.push(call);
      else if (call === undefined && fn.receiver === undefined && name.type === 'identifier') calls.push(undefined);
    }
    return calls;
  }

  private returned(statement: GoNode, index: number): void {
    const fn = statement.around('function_declaration', 'method_declaration', 'func_literal');
    const declared = this.pkg.functions.find((f) => f.node === fn);
    if (declared === undefined || this.pkg.isForOthers(declared.name)) this.escapes = true;
    if (declared === undefined) return;
    for (const call of this.callsOf(declared)) {
      if (call !== undefined && call.parent?.type !== 'expression_list') {
        this.use(call, 'down');
        continue;
      }
      const target = call && receiverOfResult(call, index);
      if (target === undefined) this.escapes = true;
      else this.follow(target, 'down');
    }
  }

  private fromCall(call: GoNode): void {
    const { name, function: fn } = calleeOf(this.pkg, call);
    if (this.makers.includes(name)) {
      this.made.push(call);
      return;
    }
    if (this.pkg.types.has(name)) {
      for (const value of call.get('arguments')?.children ?? []) this.assigned(value, 'both');
      return;
    }
    const returned = fn?.body?.find('return_statement').flatMap((r) => r.children.at(0)?.children.at(0) ?? []) ?? [];
    if (returned.length === 0) this.comesFromOutside();
    for (const value of returned) this.assigned(value, 'both');
  }

  /** `&flight{done: make(chan int)}`, for a field. */
  private inLiterals(key: string, direction: Direction): void {
    const field = key.slice(key.lastIndexOf('.') + 1);
    for (const name of this.pkg.mentionsOf(field)) {
      const element = name.parent?.type === 'literal_element' ? name.parent : name;
      if (element.field !== 'key' || element.parent?.type !== 'keyed_element') continue;
      const value = element.parent.get('value')?.children.at(0);
      if (value !== undefined && this.keyOfElement(element.parent) === key) this.assigned(value, direction);
    }
    // `flight{make(chan int)}`
    for (const literal of this.pkg.files.flatMap(({ code }) => code.root.find('composite_literal'))) {
      for (const element of literal.get('body')?.children ?? []) {
        const value = element.type === 'literal_element' ? element.children.at(0) : undefined;
        if (value !== undefined && this.keyOfPosition(element) === key) this.assigned(value, direction);
      }
    }
  }

  private element(element: GoNode): void {
    const keyed = element.parent;
    const key =
      keyed?.type === 'keyed_element'
        ? element.field === 'value'
          ? this.keyOfElement(keyed)
          : undefined
        : this.keyOfPosition(element);
    if (key !== undefined) this.followKey(key, key.slice(key.lastIndexOf('.') + 1), 'down');
    else if (element.field !== 'key') this.escapes = true;
  }

  private keyOfElement(keyed: GoNode): string | undefined {
    const name = keyed.get('key')?.text ?? '';
    return this.keyOfField(keyed, (fields) => fields.find((field) => field === name));
  }

  private keyOfPosition(element: GoNode): string | undefined {
    const at = element.parent?.children.indexOf(element) ?? -1;
    return this.keyOfField(element, (fields) => fields.at(at));
  }

  private keyOfField(inside: GoNode, nameIn: (fields: readonly string[]) => string | undefined): string | undefined {
    const type = inside.around('composite_literal')?.get('type');
    if (type === undefined) return undefined;
    const of = typeFromNode(this.pkg, type);
    if (of.kind !== 'named' || of.spec === undefined) return undefined;
    const name = nameIn(fieldsOf(this.pkg, of).map((field) => field.name));
    return name === undefined ? undefined : qualified(of.name, name);
  }
}

/** `len(x)`, `delete(x, k)`; and `append(x, …)`, whose result goes back. */
function isReadOnly(list: GoNode): boolean {
  return ['len', 'cap', 'delete', 'clear', 'append'].includes(list.parent?.get('function')?.text ?? '');
}

function isDeclaration({ field, parent }: GoNode): boolean {
  return field === 'name' || parent?.is('var_spec', 'parameter_declaration', 'field_declaration') === true;
}

function literalCalled(call: GoNode): GoNode | undefined {
  const target = call.get('function');
  return target?.type === 'func_literal' ? target : undefined;
}

/** The names of a function's parameters, one for each; a parameter without a name is its declaration. */
export function parameterNames(fn: GoNode): readonly GoNode[] {
  return (fn.get('parameters')?.children ?? []).flatMap((parameter) => {
    const names = parameter.all('name');
    return names.length === 0 ? [parameter] : names;
  });
}

function parameterAt(fn: GoNode, index: number): GoNode | undefined {
  const name = parameterNames(fn).at(index);
  return name?.type === 'identifier' && name.text !== '_' ? name : undefined;
}

/** What a call's result is assigned to. */
function receiverOfResult(call: GoNode, index: number): GoNode | undefined {
  const list = call.parent;
  if (list?.type !== 'expression_list') return undefined;
  const statement = list.parent;
  const targets = statement?.get('left')?.children ?? statement?.all('name') ?? [];
  const at = targets.at(list.children.length === 1 ? index : list.children.indexOf(call));
  return at?.text === '_' ? undefined : at;
}
