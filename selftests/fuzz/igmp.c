// SPDX-License-Identifier: GPL-2.0
/* Any bytes as an IGMP message, most of them with a right checksum. */
#include "reports.h"
#include "core/igmp.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t len);

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct reports reports = { .address = 4 };
	u8 *message = reports_message(&data, &len, 0);

	reports_check(&reports, saw_igmp_parse(message, len, reports_add, &reports));
	free(message);
	return 0;
}
