// The thread that decodes. In: a file's bytes and limits, by message. Out: the packed profile, or the
// error's parts. Invariant: one request, one answer, then the thread ends; nothing is shared.

import { parentPort, workerData } from 'node:worker_threads';
import { answerDecode, type DecodeRequest } from './node/decodeThread';

parentPort?.postMessage(...answerDecode(workerData as DecodeRequest));
