// SPDX-License-Identifier: Apache-2.0
#include <utility> // before Asio: Boost 1.74's coroutine header leaves it out

#include "app/registry/http/connection.h"

#include "app/registry/http/responsetext.h"

#include <algorithm>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <exception>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace menzhen::registry {

namespace {

constexpr std::size_t kFirstBufferBytes = 4 * 1024;
// A peer that vanished without a word (power, cable) is given up after this long.
constexpr unsigned kVanishedPeerMs = 30'000;
// What may lie unsent in the kernel for an event stream: little, so that a slow reader shows and
// events stay fresh.
constexpr int kStreamSendBufferBytes = 64 * 1024;
// TLS makes a record of each buffer: what is short goes out as one.
constexpr std::size_t kOneRecordBytes = 8 * 1024;
// Packing more than this would hold up everybody else's requests (about 1 ms).
constexpr std::size_t kPackAsideBytes = 64 * 1024;

HttpResponse withRetryAfter(HttpResponse response, const char* seconds) {
    response.headers.emplace_back("Retry-After", seconds);
    return response;
}

} // namespace

Connection::Connection(tcp::socket socket, ServerCore& core, std::string address)
    : socket_(std::move(socket)), core_(core), address_(std::move(address)),
      buffer_(kFirstBufferBytes),
      parser_(std::make_unique<RequestParser>(core.limits().maxHeaderBytes)) {
    tuneSocket();
    if (core_.tls() != nullptr) tls_ = core_.tls()->over(socket_);
}

void Connection::tuneSocket() {
    Error ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &kVanishedPeerMs,
               sizeof kVanishedPeerMs);
}

void Connection::enter(Phase phase, int deadlineMs) {
    phase_ = phase;
    deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(deadlineMs);
}

void Connection::start() {
    if (tls_) return shakeHands();
    enter(Phase::Idle, core_.limits().idleMs);
    read();
}

void Connection::shakeHands() {
    enter(Phase::Handshake, core_.limits().handshakeMs);
    reading_ = true;
    tls_->async_handshake(TlsStream::server, [self = shared_from_this()](Error error) {
        self->reading_ = false;
        if (self->phase_ != Phase::Handshake) return;
        if (error) {
            self->core_.handshakeFailed();
            // A client that only looked whether somebody is there is worth no line.
            if (error != asio::error::eof && error != asio::ssl::error::stream_truncated)
                self->core_.tls()->refused(self->address_, "tls: " + error.message());
            return self->close();
        }
        self->greeted();
    });
}

void Connection::greeted() {
    if (SSL_session_reused(tls_->native_handle()) == 1) core_.sessionResumed();
    peer_ = core_.tls()->peerOf(*tls_);
    if (!peer_.problem.empty())
        core_.tls()->refused(peer_.device.empty() ? address_ : peer_.device, peer_.problem);
    enter(Phase::Idle, core_.limits().idleMs);
    read();
}

void Connection::turnAway() {
    if (tls_) return close(); // a handshake is the very work that a full server has to spare
    respond(withRetryAfter(problem(503, "too-many-connections", "The server is full."), "5"),
            false);
}

void Connection::close() {
    if (phase_ == Phase::Closed) return;
    const auto self = shared_from_this();
    phase_ = Phase::Closed;
    Error ignored;
    socket_.close(ignored);
    core_.forget(*this);
    if (stream_) std::exchange(stream_, nullptr)->end();
}

void Connection::read() {
    if (reading_ || phase_ == Phase::Closed) return;
    if (filled_ == buffer_.size())
        buffer_.resize(std::min(2 * buffer_.size(),
                                std::max(core_.limits().maxHeaderBytes, kFirstBufferBytes)));
    reading_ = true;
    const auto room = asio::buffer(buffer_.data() + filled_, buffer_.size() - filled_);
    const auto done = [self = shared_from_this()](Error error, std::size_t bytes) {
        self->onRead(error, bytes);
    };
    if (tls_)
        tls_->async_read_some(room, done);
    else
        socket_.async_read_some(room, done);
}

template <class Buffers, class Handler>
void Connection::writeSome(const Buffers& buffers, Handler handler) {
    if (tls_)
        tls_->async_write_some(buffers, std::move(handler));
    else
        socket_.async_write_some(buffers, std::move(handler));
}

template <class Buffers, class Handler>
void Connection::writeAll(const Buffers& buffers, Handler handler) {
    if (tls_)
        asio::async_write(*tls_, buffers, std::move(handler));
    else
        asio::async_write(socket_, buffers, std::move(handler));
}

void Connection::onRead(Error error, std::size_t bytes) {
    reading_ = false;
    if (phase_ == Phase::Closed) return;
    if (phase_ == Phase::Writing) { // a refusal is on its way; linger() reads on
        peerDone_ = static_cast<bool>(error);
        return;
    }
    if (error) return close();
    if (phase_ == Phase::Lingering || phase_ == Phase::Streaming) {
        filled_ = 0;
        return read();
    }
    filled_ += bytes;
    process();
}

void Connection::process() {
    for (;;) {
        const std::size_t used = parser_->take({buffer_.data(), filled_});
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(used),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
        filled_ -= used;
        if (phase_ == Phase::Idle && parser_->hasBegun())
            enter(Phase::Header, core_.limits().headerMs);
        switch (parser_->state()) {
        case RequestParser::State::Header:
        case RequestParser::State::Body:
            if (used > 0 || filled_ < std::max(core_.limits().maxHeaderBytes, kFirstBufferBytes))
                return read();
            parser_->refuseOverlong();
            break;
        case RequestParser::State::Decide:
            if (!decide()) return;
            break;
        case RequestParser::State::Refused:
            return respond(parser_->refusal(), false);
        case RequestParser::State::Done:
            return dispatch();
        }
    }
}

bool Connection::decide() {
    const HttpRequest& request = parser_->request();
    admission_ = admit(core_.router(), request.method, parser_->target());
    if (admission_.early) {
        answerEarly(std::move(*admission_.early));
        return false;
    }
    if (!peer_.problem.empty() && !admission_.match.route->options.forStrangers) {
        answerEarly(problem(403, peer_.problem,
                            "This client's certificate is missing or no good: enrol or renew it."));
        return false;
    }
    enter(Phase::Body, core_.limits().bodyMs);
    const std::size_t own = admission_.match.route->options.maxBodyBytes;
    parser_->acceptBody(own > 0 ? own : core_.limits().maxBodyBytes);
    const bool wantsBody = parser_->state() == RequestParser::State::Body;
    if (!wantsBody || !parser_->expectsContinue() || filled_ > 0) return true;
    sendContinue();
    return false;
}

// With a body still to come, the connection cannot go on: its bytes would look like a request.
void Connection::answerEarly(HttpResponse response) {
    respond(std::move(response), !parser_->hasBody());
}

void Connection::sendContinue() {
    head_ = "HTTP/1.1 100 Continue\r\n\r\n";
    writeAll(asio::buffer(head_), [self = shared_from_this()](Error error, std::size_t) {
        if (self->phase_ != Phase::Body) return;
        if (error) return self->close();
        self->read();
    });
}

void Connection::dispatch() {
    const Route& route = *admission_.match.route;
    const int own = route.options.requestMs;
    enter(Phase::Handling, own > 0 ? own : core_.limits().requestMs);
    ++number_;
    HttpRequest& request = parser_->request();
    request.path = std::move(admission_.target.path);
    request.target = parser_->target();
    request.query = std::move(admission_.target.query);
    request.pathParameters = std::move(admission_.match.parameters);
    request.address = address_;
    request.peer = peer_;
    Responder responder(std::make_shared<AnswerSlot>(core_.weak_from_this(), weak_from_this(),
                                                     number_, request.method == "HEAD"));
    try {
        // A copy of what the answer will need: the request itself goes to the handler.
        HttpRequest handed = request;
        handed.body = std::move(request.body);
        route.handler(std::move(handed), std::move(responder));
    } catch (const std::exception&) {
        // Its text may hold personal data; the route says where to look.
        core_.handlerFailed();
        std::fprintf(stderr, "bug: an exception left the handler of %s %s\n", route.method.c_str(),
                     route.pattern.c_str());
    }
}

void Connection::takeAnswer(std::uint64_t number, HttpResponse response) {
    if (phase_ != Phase::Handling || number != number_) return core_.answerDropped();
    if (const auto later = std::move(response.later)) response = later();
    if (response.hangUp) return close();
    respond(std::move(response), parser_->keepAlive());
}

void Connection::respond(HttpResponse response, bool keepAlive) {
    if (!isSendable(response))
        response = problem(500, "unsendable-answer", "The server made an answer it cannot send.");
    core_.answered(response.status);
    enter(Phase::Writing, core_.limits().writeMs);
    answerDeadline_ =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(core_.limits().answerMs);
    const bool keep = keepAlive && !core_.isStopping();
    const bool pack = isPackable(response, core_.limits().gzipAboveBytes) &&
                      acceptsGzip(parser_->request().header("accept-encoding"));
    if (!pack) return write(response, keep);
    if (response.body.size() <= kPackAsideBytes) {
        packBody(response);
        return write(response, keep);
    }
    auto shared = std::make_shared<HttpResponse>(std::move(response));
    core_.runAside([shared] { packBody(*shared); },
                   [self = shared_from_this(), shared, keep] {
                       if (self->phase_ == Phase::Writing) self->write(*shared, keep);
                   });
}

void Connection::write(const HttpResponse& response, bool keepAlive) {
    keepAlive_ = keepAlive;
    head_ = responseHead(response, {parser_->isHttp11(), keepAlive, false});
    const bool bodyless =
        parser_->request().method == "HEAD" || response.status == 204 || response.status == 304;
    body_ = bodyless ? std::string() : response.body;
    if (tls_ && body_.size() <= kOneRecordBytes) head_ += std::exchange(body_, {});
    sent_ = 0;
    writeMore();
}

// Piece by piece, so that a long answer over a slow line lives as long as it moves.
void Connection::writeMore() {
    const std::size_t ofHead = std::min(sent_, head_.size());
    const std::size_t ofBody = sent_ - ofHead;
    const std::array<asio::const_buffer, 2> rest = {
        asio::buffer(head_) + ofHead,
        asio::buffer(body_) + ofBody,
    };
    writeSome(rest, [self = shared_from_this()](Error error, std::size_t bytes) {
        if (self->phase_ != Phase::Writing) return;
        if (error) return self->close();
        self->sent_ += bytes;
        if (self->sent_ == self->head_.size() + self->body_.size()) return self->onWritten();
        self->enter(Phase::Writing, self->core_.limits().writeMs);
        self->writeMore();
    });
}

void Connection::onWritten() {
    body_ = std::string();
    if (keepAlive_)
        nextRequest();
    else
        linger();
}

void Connection::nextRequest() {
    if (core_.isStopping()) return close();
    parser_ = std::make_unique<RequestParser>(core_.limits().maxHeaderBytes);
    if (filled_ == 0 && buffer_.size() > kFirstBufferBytes)
        buffer_ = std::vector<char>(kFirstBufferBytes);
    enter(Phase::Idle, core_.limits().idleMs);
    if (filled_ > 0)
        process();
    else
        read();
}

// Closing a socket with unread bytes makes the kernel answer with a reset, which can overtake the
// answer. So: close our direction, read until the client closes his, within a deadline.
void Connection::linger() {
    if (peerDone_) return close();
    enter(Phase::Lingering, core_.limits().lingerMs);
    Error ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    filled_ = 0;
    read();
}

void Connection::takeStream(std::uint64_t number, std::shared_ptr<StreamSlot> stream) {
    if (phase_ != Phase::Handling || number != number_) {
        core_.answerDropped();
        return stream->end();
    }
    stream_ = std::move(stream);
    heartbeat_ = core_.nextHeartbeat();
    core_.answered(200);
    enter(Phase::Streaming, core_.limits().streamWriteMs);
    Error ignored;
    socket_.set_option(asio::socket_base::send_buffer_size(kStreamSendBufferBytes), ignored);
    HttpResponse head;
    head.contentType = "text/event-stream";
    const bool http11 = parser_->isHttp11();
    streamWriting_ = true;
    head_ = responseHead(head, {http11, http11, true});
    writeStream({});
    filled_ = 0;
    read();
}

void Connection::streamChanged() {
    if (phase_ == Phase::Streaming && stream_) pumpStream();
}

void Connection::pumpStream() {
    if (streamWriting_ || streamFinishing_) return;
    if (auto event = stream_->takeUnsent())
        writeStream(std::move(*event));
    else if (stream_->isAskedToClose())
        finishStream();
}

void Connection::writeStream(std::string text) {
    body_ = text.empty() ? std::string() : parser_->isHttp11() ? chunkText(text) : std::move(text);
    streamWriting_ = true;
    enter(Phase::Streaming, core_.limits().streamWriteMs);
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head_), asio::buffer(body_)};
    writeAll(buffers, [self = shared_from_this()](Error error, std::size_t) {
        if (self->phase_ != Phase::Streaming) return;
        if (error) return self->close();
        self->streamWriting_ = false;
        self->head_.clear();
        self->lastStreamWrite_ = std::chrono::steady_clock::now();
        // Everything the client said was read, so closing sends no reset.
        if (self->streamFinishing_) return self->close();
        self->pumpStream();
    });
}

void Connection::finishStream() {
    streamFinishing_ = true;
    std::exchange(stream_, nullptr)->end();
    if (!parser_->isHttp11()) return close();
    head_ = "0\r\n\r\n";
    writeStream({});
}

void Connection::sweepStream(SteadyTime now) {
    if (streamWriting_) {
        if (now < deadline_) return;
        core_.slowClientDropped();
        return close();
    }
    if (streamFinishing_) return;
    if (core_.isStopping()) return finishStream();
    if (now - lastStreamWrite_ >= heartbeat_) writeStream(":\n\n");
}

void Connection::sweep(SteadyTime now) {
    if (phase_ == Phase::Streaming) return sweepStream(now);
    if (phase_ == Phase::Idle && core_.isStopping()) return close();
    if (phase_ == Phase::Writing && now >= answerDeadline_) deadline_ = answerDeadline_;
    if (now < deadline_) return;
    switch (phase_) {
    case Phase::Handshake:
        core_.slowClientDropped();
        return close();
    case Phase::Header:
    case Phase::Body:
        core_.slowClientDropped();
        return respond(problem(408, "too-slow", "The request did not arrive in time."), false);
    case Phase::Handling:
        return respond(withRetryAfter(problem(503, "deadline", "The server was too slow."), "1"),
                       parser_->keepAlive());
    case Phase::Writing:
        core_.slowClientDropped();
        return close();
    default:
        return close();
    }
}

} // namespace menzhen::registry
