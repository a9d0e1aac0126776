/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names of addresses and interfaces. With options.numeric, or where there is no
 * name, the number is written.
 */
#ifndef SAW_NAMING_H
#define SAW_NAMING_H

#include "cmd.h"

#define NAME_SIZE 272	/* the longest host name, brackets and a port */

/* An address of @family; returns @buf, which has NAME_SIZE. */
const char *address_name(char *buf, uint8_t family, const uint8_t *address);

/* Always as a number; "?" if the family is neither AF_INET nor AF_INET6. */
const char *address_number(char *buf, uint8_t family, const uint8_t *address);

/* The name with a port. */
const char *socket_name(char *buf, uint8_t family, const uint8_t *address, uint16_t port);

/* An interface; "-" for 0. */
const char *device_name(char *buf, uint32_t ifindex);

/* resolve.c: the host name of an address; false if there is none, or none in time. */
bool resolve(uint8_t family, const uint8_t *address, char *name, size_t size);

#endif /* SAW_NAMING_H */
