/** @.architecture
 *  Incoming: api/client.ts --- {Response}
 *  Processing: decode() --- {1 job: JOB_DECODE_RESPONSE}
 *  Outgoing: store/index.ts --- {State}
 */
export const decode = (r: Response) => r;
