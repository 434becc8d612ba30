package catalog

import "context"

// Disease "recursion": the sum over a bundle's parts follows a bundle that
// contains itself down to a guard somebody once added instead of a check.
//
// Seen in CPU: sumParts under itself, as deep as the profile's stacks go, and
// runtime.newstack with copystack, for stacks grow to megabytes until a
// collection shrinks them. Seen in goroutine debug=2, for the moments it lasts:
// sumParts above and below "...N frames elided...".

// maxDepth is the guard. 40000 levels need a stack of 8 MB.
const maxDepth = 40_000

func (c *Catalog) sumRecursively(ctx context.Context, sku string) (int64, error) {
	return c.sumParts(ctx, sku, 0)
}

func (c *Catalog) sumParts(ctx context.Context, sku string, depth int) (int64, error) {
	if depth == maxDepth {
		return c.surcharge(ctx)
	}
	cents := c.cents[sku]
	for _, part := range c.parts[sku] {
		more, err := c.sumParts(ctx, part, depth+1) // recursion defect: a part may be its own whole.
		if err != nil {
			return 0, err
		}
		cents += more
	}
	return cents, nil
}

// sumOnce counts each part once and needs no stack for it.
func (c *Catalog) sumOnce(ctx context.Context, sku string) (int64, error) {
	cents, err := c.surcharge(ctx)
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{sku: true}
	for todo := []string{sku}; len(todo) > 0; todo = todo[1:] {
		cents += c.cents[todo[0]]
		for _, part := range c.parts[todo[0]] {
			if !seen[part] {
				seen[part] = true
				todo = append(todo, part)
			}
		}
	}
	return cents, nil
}
