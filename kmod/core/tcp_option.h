/* SPDX-License-Identifier: GPL-2.0 */
/* The options of a segment, as far as they say what becomes of the connection. */
#ifndef _SAW_CORE_TCP_OPTION_H
#define _SAW_CORE_TCP_OPTION_H

#include "types.h"

/*
 * SAW_OPTION_* of the @len bytes at @data that follow the header proper (RFC 9293 section
 * 3.2). What is malformed ends the list, as it does in Linux.
 */
u8 saw_tcp_option_parse(const u8 *data, size_t len);

/*
 * The timestamp, TSval, among the @len bytes of options at @data of any segment; false if
 * there is none (RFC 7323 section 3).
 */
bool saw_tcp_option_stamp(const u8 *data, size_t len, u32 *value);

#endif /* _SAW_CORE_TCP_OPTION_H */
