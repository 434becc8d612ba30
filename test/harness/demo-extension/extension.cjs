// Installed beside Heatline by `npm run demo` only. Out: Heatline's walkthrough, open once per profile.
// A walkthrough page that was just made shows VS Code's own walkthrough, whatever it was asked for; asked again, it
// shows the right one. That Heatline becomes active (onWalkthrough) tells that it is ours that is shown.
const vscode = require('vscode');
const { setTimeout: pause } = require('node:timers/promises');

exports.activate = async (context) => {
  if (context.globalState.get('shown') === true) return; // A person who reloads the page wants their tabs back.
  const heatline = vscode.extensions.getExtension('heatline.heatline');
  for (let attempt = 0; attempt < 20; attempt++) {
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'heatline.heatline#heatline.start', false);
    for (let wait = 0; wait < 10 && !heatline?.isActive; wait++) await pause(100);
    if (heatline?.isActive) break;
  }
  await context.globalState.update('shown', true);
  vscode.window.setStatusBarMessage('Heatline demo'); // From here on nothing moves the focus: demo.ts --check waits for it.
};
