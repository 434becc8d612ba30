// Every rule, special ones first: of two that explain the same, with the same certainty, the earlier one speaks.

import { blockingDefer } from './rules/blockingDefer';
import { channelReceive } from './rules/channelReceive';
import { channelSend } from './rules/channelSend';
import { clientTimeout } from './rules/clientTimeout';
import { connectionPool } from './rules/connectionPool';
import { deadlock } from './rules/deadlock';
import { gcPressure } from './rules/gcPressure';
import { heapGrowth } from './rules/heapGrowth';
import { keepAlives } from './rules/keepAlives';
import { libraryGoroutines } from './rules/libraryGoroutines';
import { libraryLock } from './rules/libraryLock';
import { lockContention } from './rules/lockContention';
import { readLockStarvation } from './rules/readLockStarvation';
import { recursion } from './rules/recursion';
import { repeatedWork } from './rules/repeatedWork';
import { requestContextIgnored } from './rules/requestContextIgnored';
import { requestContextReplaced } from './rules/requestContextReplaced';
import { responseBody } from './rules/responseBody';
import { scheduler } from './rules/scheduler';
import { selectWithoutDone } from './rules/selectWithoutDone';
import { serverKeepAlives } from './rules/serverKeepAlives';
import { serverTimeouts } from './rules/serverTimeouts';
import { poolNotRefilled } from './rules/poolNotRefilled';
import { sleepInHandler } from './rules/sleepInHandler';
import { slotKept } from './rules/slotKept';
import { slotTakenTwice } from './rules/slotTakenTwice';
import { stalledServer } from './rules/stalledServer';
import { stuckGoroutines } from './rules/stuckGoroutines';
import { threads } from './rules/threads';
import { timers } from './rules/timers';
import { tlsChurn } from './rules/tlsChurn';
import { transportPerRequest } from './rules/transportPerRequest';
import { unboundedGoroutines } from './rules/unboundedGoroutines';
import { waitGroup } from './rules/waitGroup';
import type { Rule } from './rule';

export const rules: readonly Rule[] = [
  connectionPool,
  deadlock,
  requestContextReplaced,
  blockingDefer,
  requestContextIgnored,
  waitGroup,
  clientTimeout,
  slotTakenTwice,
  slotKept,
  stalledServer,
  libraryGoroutines,
  channelSend,
  channelReceive,
  selectWithoutDone,
  responseBody,
  transportPerRequest,
  keepAlives,
  serverKeepAlives,
  tlsChurn,
  serverTimeouts,
  readLockStarvation,
  lockContention,
  libraryLock,
  sleepInHandler,
  timers,
  repeatedWork,
  poolNotRefilled,
  gcPressure,
  heapGrowth,
  recursion,
  unboundedGoroutines,
  threads,
  scheduler,
  stuckGoroutines,
];
