const TAGS = [
  "@.architecture",
  '@.architecture',
  `@.architecture`,
  "@.architecture"
];
