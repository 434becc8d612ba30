// `npm run package`. In: the checkout. Out: out/heatline.vsix and the sizes of what is in it; exit code 1 on any warning.
import { packageVsix } from '../harness/vsix';

async function main(): Promise<void> {
  const { vsix, warnings, sizes } = await packageVsix();
  for (const line of sizes) console.log(line);
  if (warnings.length > 0) throw new Error(`vsce is not content:\n${warnings.join('\n')}`);
  console.log(`\n${vsix} is ready: code --install-extension ${vsix}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
