const FIRST = /@.architecture/;
const ALL = [
  /^\s*\*\s*@\.architecture\s*$/m,
  /@.architecture/,
  /^@.architecture$/
];
