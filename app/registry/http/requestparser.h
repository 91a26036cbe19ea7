// SPDX-License-Identifier: Apache-2.0
// Bytes to one request, with its refusals. Beast's parser inside; no sockets, so that every split
// of every input can be tried in memory.
// Thread: one owner.
#pragma once

#include "app/registry/http/httpmessage.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace menzhen::registry {

class RequestParser {
public:
    enum class State {
        Header,  ///< wants bytes
        Decide,  ///< headers are complete: look at them and call `acceptBody`
        Body,    ///< wants bytes
        Done,    ///< `request` is whole; further bytes belong to the next one
        Refused, ///< `refusal` says why; nothing more is read
    };

    explicit RequestParser(std::size_t maxHeaderBytes);
    ~RequestParser();

    /// Takes what it can and gives the number of bytes used up. The rest is offered again, with
    /// what came after it.
    std::size_t take(std::string_view bytes);
    void acceptBody(std::size_t maxBodyBytes);
    /// The transport has no room for what the parser is waiting for (an endless chunk header).
    void refuseOverlong();

    State state() const;
    bool hasBegun() const;               ///< at least one byte was taken or is being looked at
    const HttpResponse& refusal() const; ///< a problem answer
    const std::string& target() const;   ///< as it stood in the request line
    bool isHttp11() const;
    bool keepAlive() const; ///< the client's wish
    bool hasBody() const;   ///< announced by its headers
    bool expectsContinue() const;
    /// path, query, pathParameters and peer are the caller's to fill.
    HttpRequest& request();

private:
    class Beast;
    std::unique_ptr<Beast> beast_;
};

} // namespace menzhen::registry
