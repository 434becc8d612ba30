// The profile most page tests look at: small enough to know every number by heart.
//
//   main.main          90ms 9 samples           runtime.gcBgMarkWorker 10ms
//     orders.List 60ms (sort.Sort 40ms, self 20ms)   orders.Get 30ms
import { profileFromText } from '../../unit/core/layout/stacks';
import { deliveryOf } from './deliveries';
import type { ProfileDelivery } from '../../../src/protocol/messages';

const ms = 1e6;
const text = `
  main.main:10 orders.List:21 sort.Sort:7         | 3 ${30 * ms}
  main.main:10 orders.List:24 sort.Sort:8         | 1 ${10 * ms}
  main.main:10 orders.List:22                     | 2 ${20 * ms}
  main.main:12 orders.Get:30 ~orders.find:41      | 3 ${30 * ms}
  runtime.gcBgMarkWorker:99                       | 1 ${10 * ms}`;

export function ordersProfile(): ReturnType<typeof profileFromText> {
  return profileFromText(text);
}

export function ordersDelivery(more: Partial<ProfileDelivery> = {}): ProfileDelivery {
  return deliveryOf(ordersProfile(), { origin: 'Captured from localhost:6060', ...more });
}

/** The FunctionIndex of a name. */
export function functionNamed(name: string): number {
  const { functions, strings } = ordersProfile();
  return Array.from(functions.name).findIndex((index) => strings.text(index) === name);
}
