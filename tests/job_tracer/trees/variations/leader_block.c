/* Ring buffer.
 *
 * @.architecture
 * Incoming: isr.c --- {uint8_t}
 * Processing: push(), pop() --- {1 job: buffering}
 * Outgoing: uart.c --- {uint8_t *}
 */
#include <stdint.h>
