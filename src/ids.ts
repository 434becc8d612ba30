// Every command, view, setting and context key by name, once. A gate compares this file with package.json.

export const commands = {
  captureProfile: 'heatline.captureProfile',
  openProfile: 'heatline.openProfile',
  saveProfileAs: 'heatline.saveProfileAs',
  selectSampleType: 'heatline.selectSampleType',
  toggleHeat: 'heatline.toggleHeat',
  clearProfile: 'heatline.clearProfile',
} as const;

export const customEditors = { profile: 'heatline.profile' } as const;
