// SPDX-License-Identifier: Apache-2.0
// What the rows of the table of routes (requests.h) are made of.
#pragma once

#include "app/clerk/requests.h"

namespace menzhen::clerk {

/// A whole number of the query; `fallback` when it is not there or no number.
std::int64_t numberOf(const Request& request, const char* name, std::int64_t fallback);
std::string queryText(const Request& request, const char* name);

/// Whether an answer is kept under its key. Not that of a sign-in: it must end with the PIN.
enum class Memory { Keeps, Forgets };

using Act = std::function<Answer(Clerk&, const Request&, const json&)>;

/// A POST: its body parsed, its Idempotency-Key honoured.
core::Result<Work> command(const Request& request, const Act& act, Memory memory = Memory::Keeps);

/// A device with a certificate speaks for itself alone.
core::Result<void> ownName(const Request& request, const std::string& device);

/// A read whose text stands, and one whose JSON becomes text.
core::Result<Work> show(std::function<Shown(Views&)> read);
core::Result<Work> view(std::function<Answer(Views&)> read);

} // namespace menzhen::clerk
