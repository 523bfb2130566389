import tseslint from 'typescript-eslint';

const PROGRAMS = ['src/**/*.ts', 'demo/**/*.ts', 'bench/**/*.ts', 'test/**/*.ts'];

/**
 * The mistakes a reader misses: a promise nobody waits for, a type that hides what is there, output past the logger.
 * What is a matter of structure (order of modules, sizes, names, documentation) is held by test/structure.
 */
export default tseslint.config(
  { ignores: ['dist/', 'var/', 'coverage/', 'node_modules/', '.test-*/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    files: PROGRAMS,
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      // A field left out on purpose: `const { secret: _, ...rest } = row`.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_$' }],
      'no-console': 'error',
    },
  },
  { files: ['src/cli.ts', 'demo/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
);
