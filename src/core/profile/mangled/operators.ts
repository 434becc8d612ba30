// Operators by their two letters. In: nothing. Out: how each is written, and how many operands it has in an expression.
// Invariant: a blank at the end is for expressions; the name of the operator function is written without it.

export interface Operator {
  readonly text: string;
  readonly operands: number;
}

const byOperands: readonly string[] = [
  'tr throw',
  'ad &|at alignof |aw co_await |az alignof |co ~|da delete[] |de *|dl delete |gs ::|li operator"" |mm --|ng -|nt !|' +
    'nx noexcept|pp ++|ps +|sP sizeof...|sZ sizeof...|st sizeof |sz sizeof |te typeid |ti typeid |tw throw ',
  'aN &=|aS =|aa &&|an &|cc const_cast|cl ()|cp ()|cm ,|dV /=|dc dynamic_cast|di =|ds .*|dt .|dv /|dx ]=|eO ^=|eo ^|' +
    'eq ==|fl ...|fr ...|ge >=|gt >|ix []|lS <<=|le <=|ls <<|lt <|mI -=|mL *=|mi -|ml *|ne !=|oR \u0001=|oo \u0001\u0001|' +
    'or \u0001|pL +=|pl +|pm ->*|pt ->|rM %=|rS >>=|rc reinterpret_cast|rm %|rs >>|sc static_cast|ss <=>',
  'dX [...]=|fL ...|fR ...|na new[]|nw new|qu ?',
];

export const operators: ReadonlyMap<string, Operator> = new Map(
  byOperands.flatMap((list, operands) =>
    list.split('|').map((entry) => {
      const text = entry.slice(3).replaceAll('\u0001', '|');
      return [entry.slice(0, 2), { text, operands }] as const;
    }),
  ),
);
