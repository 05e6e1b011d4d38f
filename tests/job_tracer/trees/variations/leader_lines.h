#pragma once
// @.architecture
// Incoming: none --- {none}
// Processing: declarations --- {1 job: interface_definition}
// Outgoing: ring.c, uart.c --- {struct ring}
struct ring;
