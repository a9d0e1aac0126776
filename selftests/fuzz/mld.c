// SPDX-License-Identifier: GPL-2.0
/* Any bytes as an MLD message, most of them with a right checksum. */
#include "reports.h"
#include "core/mld.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t len);

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	static const u8 saddr[16] = { 0xfe, 0x80, [15] = 1 };
	static const u8 daddr[16] = { 0xff, 0x02, [15] = 0x16 };
	struct reports reports = { .address = 16 };
	/* The words of both addresses, of the length and of the next header. */
	u32 pseudo = 0xfe80 + 1 + 0xff02 + 0x16 + (u32)(len ? len - 1 : 0) + 58;
	u8 *message = reports_message(&data, &len, pseudo);

	reports_check(&reports, saw_mld_parse(message, len, saddr, daddr, reports_add, &reports));
	free(message);
	return 0;
}
