/* SPDX-License-Identifier: GPL-2.0 */
/* The options of a SYN or SYN-ACK, as far as they say what becomes of the connection. */
#ifndef _SAW_CORE_TCP_OPTION_H
#define _SAW_CORE_TCP_OPTION_H

#include "types.h"

/*
 * SAW_OPTION_* of the @len bytes at @data that follow the header proper (RFC 9293 section
 * 3.2). What is malformed ends the list, as it does in Linux.
 */
u8 saw_tcp_option_parse(const u8 *data, size_t len);

#endif /* _SAW_CORE_TCP_OPTION_H */
