// The worker: the aggregator behind a channel. In: calls from the page. Out: their answers.
// Invariant: says hello before anything else, so that the page knows that it was allowed to start.

import { connect, type Api } from '../src/protocol/rpc';
import { createAggregator, type AggregatorApi } from './aggregate/aggregator';
import { workerPort, type MessageEnd } from './aggregate/workerPort';

const scope = globalThis as unknown as MessageEnd;
// What fails here is rejected there, and the page tells the host: nothing to log twice.
connect<AggregatorApi, Api<object>>(workerPort(scope), createAggregator(), () => undefined);
scope.postMessage('hello', []);
