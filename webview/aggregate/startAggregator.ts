// Starts the aggregator where it disturbs least. In: where our scripts lie. Out: an AggregatorApi.
// Invariant: always one: a worker if the page may have one, else the same code in the page.
//
// A webview may start workers only from `blob:` or `data:` addresses, so the script's text is fetched from beside
// main.js and started from a Blob. The content security policy must allow it: `worker-src blob:` and `connect-src` for
// the webview's resource root. Where it does not, or where the file is missing, the page works without.

import { connect, type Api } from '../../src/protocol/rpc';
import { createAggregator, type AggregatorApi } from './aggregator';
import { workerPort } from './workerPort';

export interface StartedAggregator {
  readonly api: AggregatorApi;
  readonly where: 'worker' | 'page';
}

export async function startAggregator(mainScript: string, log: (text: string) => void): Promise<StartedAggregator> {
  try {
    return { api: connectWorker(await startWorker(mainScript), log), where: 'worker' };
  } catch (error) {
    log(`no worker, the page aggregates by itself: ${String(error)}`);
    return { api: createAggregator(), where: 'page' };
  }
}

async function startWorker(mainScript: string): Promise<Worker> {
  const response = await fetch(new URL('worker.js', mainScript));
  if (!response.ok) throw new Error(`worker.js: ${response.status}`);
  const address = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  try {
    const worker = new Worker(address);
    await greeting(worker);
    return worker;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The worker says hello first; one that was refused or does not compile says `error` instead. */
function greeting(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', () => resolve(), { once: true });
    worker.addEventListener(
      'error',
      (event) => {
        worker.terminate();
        reject(new Error(event.message || 'the worker did not start'));
      },
      { once: true },
    );
  });
}

function connectWorker(worker: Worker, log: (text: string) => void): AggregatorApi {
  const channel = connect<Api<object>, AggregatorApi>(workerPort(worker), {}, log);
  // A worker that dies later (out of memory) must not leave the page waiting.
  worker.addEventListener('error', (event) => {
    log(`worker: ${event.message}`);
    channel.dispose();
  });
  return channel.remote;
}
