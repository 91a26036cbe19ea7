// SPDX-License-Identifier: Apache-2.0
// A response as it goes over the wire: the head's text, and whether and how a body is packed.
// Thread: pure functions.
#pragma once

#include "app/registry/http/httpmessage.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace menzhen::registry {

struct HeadChoices {
    bool http11 = true;
    bool keepAlive = true;
    bool chunked = false; ///< an event stream: no length
};

/// False when a header's name or value would break out of its line.
bool isSendable(const HttpResponse& response);

/// Status line and headers with the empty line. Content-Length is that of `response.body`.
std::string responseHead(const HttpResponse& response, HeadChoices choices);

/// An event as text/event-stream; each line of `data` becomes a data line.
std::string eventText(std::string_view event, std::string_view data);

/// One chunk of the chunked transfer coding.
std::string chunkText(std::string_view data);

/// Without the spaces and tabs that may stand around an item of a header (RFC 9110 5.6.3).
std::string_view trimmed(std::string_view text);

/// Does an Accept-Encoding header allow gzip? (RFC 9110 12.5.3, quality 0 means no.)
bool acceptsGzip(std::string_view acceptEncoding);

/// Text that is worth packing and is not packed yet.
bool isPackable(const HttpResponse& response, std::size_t aboveBytes);

/// Packs the body and says so in the headers; a body that cannot be packed stays as it is.
void packBody(HttpResponse& response);

} // namespace menzhen::registry
