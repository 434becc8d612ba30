export * from '../wire/errors';
