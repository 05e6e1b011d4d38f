/**
 * @.architecture
 */
export default 1;
