// Follows a channel through a package. In: an expression to begin with. Out: the calls of make, the nodes that use
// it, and whether it goes where we cannot look. Invariant: arguments are followed into the functions they are given
// to; a parameter back to all callers, but never down one call and up another.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from './binding';
import { type CodeFunction, type GoPackage, qualified } from './goPackage';
import { bare, keyOf, keyOfDeclared, lastName, mentionsOf } from './identity';
import { calleeOf } from './typeOf';
import { fieldsOf, typeFromNode } from './goType';

type Direction = 'both' | 'down';

interface RawUse {
  readonly kind: 'send' | 'receive' | 'range' | 'close';
  readonly node: GoNode;
}

export class ChannelTrace {
  readonly made: GoNode[] = [];
  readonly uses: RawUse[] = [];
  escapes = false;
  isLocal = true;
  private readonly seen = new Set<string>();

  constructor(private readonly pkg: GoPackage) {}

  follow(expression: GoNode, direction: Direction): void {
    const node = bare(expression);
    if (node.type === 'call_expression') {
      this.fromCall(node);
      return;
    }
    const key = keyOf(this.pkg, node);
    if (key === undefined) {
      this.escapes = true;
      return;
    }
    this.followKey(key, lastName(node), direction);
    if (direction === 'both' && node.type === 'identifier') this.originOf(node);
  }

  private followKey(key: string, name: string, direction: Direction): void {
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (!key.includes('#') || this.pkg.variables.get(name)?.start === Number(key.slice(key.indexOf('#') + 1))) {
      this.isLocal = false;
    }
    for (const mention of mentionsOf(this.pkg, key, name)) this.use(mention, direction);
    if (!key.includes('#')) this.inLiterals(key, direction);
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
    if (value.type === 'nil') return;
    if (value.type === 'call_expression') this.fromCall(value);
    else if (direction === 'both') this.follow(value, 'both');
    else this.escapes = true;
  }

  private originOf(name: GoNode): void {
    const binding = bindingOf(this.pkg, name);
    if (binding === undefined) return;
    if (binding.kind === 'parameter') {
      this.callersOf(binding.declared);
      return;
    }
    if (binding.declared.parent?.type !== 'var_spec' || binding.value === undefined) return;
    this.assigned(binding.value, 'both');
  }

  private callersOf(parameter: GoNode): void {
    const fn = parameter.around('function_declaration', 'method_declaration', 'func_literal')!;
    const at = parameterNames(fn).indexOf(parameter);
    if (fn.type === 'func_literal') {
      const call = fn.parent;
      const argument = call?.type === 'call_expression' ? call.get('arguments')?.children.at(at) : undefined;
      if (argument === undefined || fn.field !== 'function') this.escapes = true;
      else this.follow(argument, 'both');
      return;
    }
    const declared = this.pkg.functions.find((f) => f.node === fn);
    if (declared === undefined || isExported(declared.name)) this.escapes = true;
    if (declared === undefined) return;
    for (const call of this.callsOf(declared)) {
      const argument = call?.get('arguments')?.children.at(at);
      if (argument === undefined) this.escapes = true;
      else this.follow(argument, 'both');
    }
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
    if (declared === undefined || isExported(declared.name)) this.escapes = true;
    if (declared === undefined) return;
    for (const call of this.callsOf(declared)) {
      const target = call && receiverOfResult(call, index);
      if (target === undefined) this.escapes = true;
      else this.follow(target, 'down');
    }
  }

  private fromCall(call: GoNode): void {
    const { name, function: fn } = calleeOf(this.pkg, call);
    if (name === 'make') {
      this.made.push(call);
      return;
    }
    const returned = fn?.body?.find('return_statement').flatMap((r) => r.children.at(0)?.children.at(0) ?? []) ?? [];
    if (returned.length === 0) this.escapes = true;
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
  }

  private element(element: GoNode): void {
    const keyed = element.parent;
    const key = keyed?.type === 'keyed_element' && element.field === 'value' ? this.keyOfElement(keyed) : undefined;
    if (key !== undefined) this.followKey(key, key.slice(key.lastIndexOf('.') + 1), 'down');
    else if (element.field !== 'key') this.escapes = true;
  }

  private keyOfElement(keyed: GoNode): string | undefined {
    const type = keyed.around('composite_literal')?.get('type');
    const name = keyed.get('key')?.text ?? '';
    if (type === undefined) return undefined;
    const of = typeFromNode(this.pkg, type);
    if (of.kind !== 'named' || of.spec === undefined) return undefined;
    return fieldsOf(this.pkg, of).some((f) => f.name === name) ? qualified(of.name, name) : undefined;
  }
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

export function isExported(name: string): boolean {
  return name !== '' && name[0] !== name[0].toLowerCase();
}
