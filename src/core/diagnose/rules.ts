// Every rule, special ones first: of two that explain the same, with the same certainty, the earlier one speaks.

import { blockingDefer } from './rules/blockingDefer';
import { channelReceive } from './rules/channelReceive';
import { channelSend } from './rules/channelSend';
import { connectionPool } from './rules/connectionPool';
import { gcPressure } from './rules/gcPressure';
import { keepAlives } from './rules/keepAlives';
import { lockContention } from './rules/lockContention';
import { recursion } from './rules/recursion';
import { requestContextIgnored } from './rules/requestContextIgnored';
import { requestContextReplaced } from './rules/requestContextReplaced';
import { responseBody } from './rules/responseBody';
import { selectWithoutDone } from './rules/selectWithoutDone';
import { sleepInHandler } from './rules/sleepInHandler';
import { stuckGoroutines } from './rules/stuckGoroutines';
import { tlsChurn } from './rules/tlsChurn';
import { transportPerRequest } from './rules/transportPerRequest';
import { waitGroup } from './rules/waitGroup';
import type { Rule } from './rule';

export const rules: readonly Rule[] = [
  connectionPool,
  requestContextReplaced,
  blockingDefer,
  requestContextIgnored,
  waitGroup,
  channelSend,
  channelReceive,
  selectWithoutDone,
  responseBody,
  transportPerRequest,
  keepAlives,
  tlsChurn,
  lockContention,
  sleepInHandler,
  gcPressure,
  recursion,
  stuckGoroutines,
];
